package dev.skald.deploy.template;

import dev.skald.deploy.reading.Place;
import dev.skald.deploy.reading.Reading;
import dev.skald.deploy.reading.Section;
import dev.skald.deploy.reading.Value;
import dev.skald.deploy.reading.Value.Mapping;
import dev.skald.deploy.reading.Value.Scalar;
import dev.skald.deploy.reading.Value.Sequence;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Computes CloudFormation's intrinsic functions. What cannot be computed is a problem, and is as if it were an empty text.
 */
public final class Intrinsics {
    /** How many values all computing together may visit: parameters and mappings can multiply. */
    private static final int STEPS_MAX = 2_000_000;

    /** How deep values may nest, what names lead to included. */
    private static final int DEPTH_MAX = 400;

    private static final int TEXT_MAX = 8 << 20;
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");

    private final Scope scope;
    private final Pseudo pseudo;
    private final Reading reading;
    private final BiFunction<String, Place, String> texts;
    private int steps;
    private int depth;

    /** @param texts what is done to every text that is no argument of a function */
    Intrinsics(Scope scope, Pseudo pseudo, Reading reading, BiFunction<String, Place, String> texts) {
        this.scope = scope;
        this.pseudo = pseudo;
        this.reading = reading;
        this.texts = texts;
    }

    /** The value with every function computed; nothing where it is {@code AWS::NoValue}. */
    public Value evaluate(Value value) {
        return computed(value).orElseGet(() -> Value.nothing(value.place()));
    }

    /** Empty means that the value is to be left out. */
    private Optional<Value> computed(Value value) {
        enter(value.place());
        try {
            return byKind(value);
        } finally {
            depth--;
        }
    }

    private void enter(Place place) {
        if (++steps > STEPS_MAX)
            throw reading.stop(place, "computing the template makes more than " + STEPS_MAX + " values");
        if (++depth > DEPTH_MAX)
            throw reading.stop(place, "nested deeper than " + DEPTH_MAX + ", or leads back to itself");
    }

    private Optional<Value> byKind(Value value) {
        return switch (value) {
            case Mapping mapping -> mapping(mapping);
            case Sequence sequence -> Optional.of(sequence(sequence));
            case Scalar scalar
            when scalar.json().isString() ->
                Optional.of(Value.text(scalar.place(), texts.apply(scalar.text(), scalar.place())));
            case Scalar scalar -> Optional.of(scalar);
        };
    }

    private Sequence sequence(Sequence sequence) {
        List<Value> items = new ArrayList<>();
        sequence.items().forEach(item -> computed(item).ifPresent(items::add));
        return new Sequence(sequence.place(), items);
    }

    private Optional<Value> mapping(Mapping mapping) {
        if (mapping.members().size() == 1) {
            Map.Entry<String, Value> only =
                    mapping.members().entrySet().iterator().next();
            if (only.getKey().equals("Ref")) return reference(only.getValue());
            if (only.getKey().startsWith("Fn::")) return function(only.getKey(), only.getValue());
        }
        Map<String, Value> members = new LinkedHashMap<>();
        mapping.members()
                .forEach((name, value) ->
                        computed(value).ifPresent(each -> members.put(texts.apply(name, mapping.place()), each)));
        return Optional.of(new Mapping(mapping.place(), members));
    }

    private Optional<Value> reference(Value argument) {
        if (!(argument instanceof Scalar scalar)) return wrong(argument, "Ref", "takes a name");
        if (scalar.text().equals(Pseudo.NO_VALUE)) return Optional.empty();
        return Optional.of(named(scalar.text(), scalar.place()).at(scalar.place()));
    }

    private Value named(String name, Place place) {
        Optional<Value> found =
                pseudo.value(name).<Value>map(text -> Value.text(place, text)).or(() -> scope.reference(name, place));
        if (found.isPresent()) return found.get();
        reading.problem(place, "nothing in this project has the name `" + name + "`");
        return Value.text(place, "");
    }

    private Value attribute(String id, String name, Place place) {
        Optional<Value> found = scope.attribute(id, name, place);
        if (found.isPresent()) return found.get();
        reading.problem(place, "nothing in this project has the name `" + id + "`");
        return Value.text(place, "");
    }

    private Optional<Value> function(String name, Value argument) {
        return switch (name) {
            case "Fn::GetAtt" -> attribute(argument);
            case "Fn::Sub" -> substitute(argument);
            case "Fn::Join" -> join(argument);
            case "Fn::Select" -> select(argument);
            case "Fn::Split" -> split(argument);
            case "Fn::FindInMap" -> findInMap(argument);
            case "Fn::If" -> choose(argument);
            case "Fn::Base64" -> text(argument, name).map(text -> Value.text(argument.place(), base64(text)));
            case "Fn::ToJsonString" ->
                computed(argument)
                        .map(value -> Value.text(argument.place(), value.json().toString()));
            case "Fn::Length" ->
                Optional.of(Value.of(
                        argument.place(),
                        JsonNodeFactory.instance.numberNode(items(argument).size())));
            case "Fn::GetAZs" ->
                Optional.of(new Sequence(
                        argument.place(),
                        Stream.of("a", "b", "c")
                                .<Value>map(zone -> Value.text(argument.place(), pseudo.region() + zone))
                                .toList()));
            case "Fn::Equals", "Fn::And", "Fn::Or", "Fn::Not" ->
                Optional.of(Value.flag(argument.place(), holds(new Mapping(argument.place(), Map.of(name, argument)))));
            case "Fn::ImportValue" -> imported(argument);
            default -> wrong(argument, name, "is not computed here");
        };
    }

    private List<Value> items(Value argument) {
        return computed(argument).map(Section::items).orElse(List.of());
    }

    private Optional<Value> imported(Value argument) {
        String name = text(argument, "Fn::ImportValue").orElse("");
        Optional<Value> found = scope.imported(name);
        if (found.isPresent()) return found;
        reading.warn(
                argument.place().file().getFileName() + ":" + argument.place().line(),
                "what another stack exports as `" + name + "` is not known here: its name is used");
        return Optional.of(Value.text(argument.place(), name));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private Optional<Value> wrong(Value argument, String function, String why) {
        reading.problem(argument.place(), "`" + function + "` " + why);
        return Optional.of(Value.text(argument.place(), ""));
    }

    /** The arguments of a function that takes a list of a certain length; null, and a problem, when there are others. */
    private @Nullable List<Value> arguments(Value argument, String function, int least, int most) {
        if (argument instanceof Sequence sequence
                && sequence.items().size() >= least
                && sequence.items().size() <= most) return sequence.items();
        wrong(argument, function, "takes a list of " + least + (most > least ? " or " + most : ""));
        return null;
    }

    private Optional<String> text(Value value, String function) {
        Value computed = evaluate(value);
        if (computed instanceof Scalar scalar) return Optional.of(scalar.text());
        wrong(value, function, "takes a text, not " + computed.kind());
        return Optional.empty();
    }

    private Optional<Value> attribute(Value argument) {
        if (argument instanceof Scalar scalar && scalar.text().contains(".")) {
            String[] parts = scalar.text().split("\\.", 2);
            return Optional.of(attribute(parts[0], parts[1], argument.place()));
        }
        List<Value> arguments = arguments(argument, "Fn::GetAtt", 2, 2);
        if (arguments == null) return Optional.of(Value.text(argument.place(), ""));
        String id = text(arguments.getFirst(), "Fn::GetAtt").orElse("");
        return Optional.of(attribute(id, text(arguments.get(1), "Fn::GetAtt").orElse(""), argument.place()));
    }

    private Optional<Value> substitute(Value argument) {
        Map<String, Value> own = Map.of();
        Value template = argument;
        if (argument instanceof Sequence) {
            List<Value> arguments = arguments(argument, "Fn::Sub", 1, 2);
            if (arguments == null) return Optional.of(Value.text(argument.place(), ""));
            template = arguments.getFirst();
            if (arguments.size() == 2 && arguments.get(1) instanceof Mapping mapping) own = mapping.members();
        }
        if (!(template instanceof Scalar scalar)) return wrong(argument, "Fn::Sub", "takes a text");
        return Optional.of(Value.text(argument.place(), substitute(scalar.text(), own, argument.place())));
    }

    private String substitute(String template, Map<String, Value> own, Place place) {
        Matcher matcher = PLACEHOLDER.matcher(template);
        StringBuilder text = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(
                    text, Matcher.quoteReplacement(placeholder(matcher.group(1).strip(), own, place)));
            checkLength(text, place);
        }
        return texts.apply(matcher.appendTail(text).toString(), place);
    }

    private void checkLength(CharSequence text, Place place) {
        if (text.length() > TEXT_MAX)
            throw reading.stop(place, "computing the template makes a text of more than " + TEXT_MAX + " characters");
    }

    private String placeholder(String name, Map<String, Value> own, Place place) {
        if (name.startsWith("!")) return "${" + name.substring(1) + "}";
        Value given = own.get(name);
        if (given != null) return text(given, "Fn::Sub").orElse("");
        int dot = name.indexOf('.');
        Value value = dot < 0 || pseudo.value(name).isPresent()
                ? named(name, place)
                : attribute(name.substring(0, dot), name.substring(dot + 1), place);
        return value instanceof Scalar scalar ? scalar.text() : value.json().toString();
    }

    private Optional<Value> join(Value argument) {
        List<Value> arguments = arguments(argument, "Fn::Join", 2, 2);
        if (arguments == null) return Optional.of(Value.text(argument.place(), ""));
        String delimiter = arguments.getFirst() instanceof Scalar scalar ? scalar.text() : "";
        String joined = items(arguments.get(1)).stream()
                .map(item -> item instanceof Scalar scalar
                        ? scalar.text()
                        : item.json().toString())
                .collect(Collectors.joining(delimiter));
        checkLength(joined, argument.place());
        return Optional.of(Value.text(argument.place(), joined));
    }

    private Optional<Value> select(Value argument) {
        List<Value> arguments = arguments(argument, "Fn::Select", 2, 2);
        if (arguments == null) return Optional.of(Value.text(argument.place(), ""));
        List<Value> items = items(arguments.get(1));
        String index = text(arguments.getFirst(), "Fn::Select").orElse("");
        if (!index.matches("\\d{1,6}") || Integer.parseInt(index) >= items.size())
            return wrong(argument, "Fn::Select", "has no item `" + index + "`");
        return Optional.of(items.get(Integer.parseInt(index)));
    }

    private Optional<Value> split(Value argument) {
        List<Value> arguments = arguments(argument, "Fn::Split", 2, 2);
        if (arguments == null) return Optional.of(Value.text(argument.place(), ""));
        String delimiter = text(arguments.getFirst(), "Fn::Split").orElse("");
        String text = text(arguments.get(1), "Fn::Split").orElse("");
        if (delimiter.isEmpty()) return wrong(argument, "Fn::Split", "needs a delimiter");
        return Optional.of(new Sequence(
                argument.place(),
                Stream.of(text.split(Pattern.quote(delimiter), -1))
                        .<Value>map(part -> Value.text(argument.place(), part))
                        .toList()));
    }

    private Optional<Value> findInMap(Value argument) {
        List<Value> arguments = arguments(argument, "Fn::FindInMap", 3, 4);
        if (arguments == null) return Optional.of(Value.text(argument.place(), ""));
        List<String> keys = arguments.subList(0, 3).stream()
                .map(key -> text(key, "Fn::FindInMap").orElse(""))
                .toList();
        Optional<Value> found =
                scope.mapped(keys.get(0), keys.get(1), keys.get(2)).map(this::evaluate);
        if (found.isPresent()) return found;
        if (arguments.size() == 4
                && arguments.get(3) instanceof Mapping mapping
                && mapping.members().get("DefaultValue") instanceof Value byDefault) return computed(byDefault);
        return wrong(argument, "Fn::FindInMap", "finds nothing under " + keys);
    }

    private Optional<Value> choose(Value argument) {
        List<Value> arguments = arguments(argument, "Fn::If", 3, 3);
        if (arguments == null) return Optional.of(Value.text(argument.place(), ""));
        return computed(arguments.get(condition(arguments.getFirst()) ? 1 : 2));
    }

    /** Whether the condition of that name holds. */
    boolean condition(Value name) {
        if (!(name instanceof Scalar scalar)) return holds(name);
        Optional<Value> condition = scope.condition(scalar.text());
        if (condition.isEmpty()) reading.problem(name.place(), "there is no condition `" + scalar.text() + "`");
        return condition.isPresent() && holds(condition.get());
    }

    private boolean holds(Value value) {
        enter(value.place());
        try {
            return truth(value);
        } finally {
            depth--;
        }
    }

    private boolean truth(Value value) {
        if (value instanceof Scalar scalar) return scalar.text().equalsIgnoreCase("true");
        if (value instanceof Mapping mapping && mapping.members().size() == 1) {
            Map.Entry<String, Value> only =
                    mapping.members().entrySet().iterator().next();
            List<Value> arguments = Section.items(only.getValue());
            return switch (only.getKey()) {
                case "Condition" -> condition(only.getValue());
                case "Fn::Not" -> arguments.stream().noneMatch(this::holds);
                case "Fn::And" -> arguments.stream().allMatch(this::holds);
                case "Fn::Or" -> arguments.stream().anyMatch(this::holds);
                case "Fn::Equals" -> equal(only.getValue());
                default ->
                    evaluate(value) instanceof Scalar scalar && scalar.text().equalsIgnoreCase("true");
            };
        }
        wrong(value, "Conditions", "takes Fn::Equals, Fn::And, Fn::Or or Fn::Not");
        return false;
    }

    private boolean equal(Value argument) {
        List<Value> arguments = arguments(argument, "Fn::Equals", 2, 2);
        if (arguments == null) return false;
        Value first = evaluate(arguments.getFirst());
        Value second = evaluate(arguments.get(1));
        return (first instanceof Scalar a && second instanceof Scalar b)
                ? a.text().equals(b.text())
                : first.json().equals(second.json());
    }
}
