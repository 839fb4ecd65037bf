package dev.skald.deploy.serverless;

import dev.skald.deploy.reading.Place;
import dev.skald.deploy.reading.Reading;
import dev.skald.deploy.reading.Value;
import dev.skald.deploy.reading.Value.Mapping;
import dev.skald.deploy.reading.Value.Scalar;
import dev.skald.deploy.reading.Value.Sequence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Resolves {@code ${self:...}}, {@code ${opt:...}} and so on in values: where a variable stands alone it becomes the value
 * that it names, of whatever kind, else it becomes a part of the text. What cannot be resolved is a problem, and is as
 * if it were nothing.
 */
final class Variables {
    /** How many values all resolving together may visit; aliases and variables can multiply. */
    private static final int STEPS_MAX = 1_000_000;

    /** How long a text may become. */
    private static final int TEXT_MAX = 1 << 20;

    /** How deep variables may lead to variables. */
    private static final int DEPTH_MAX = 50;

    /** How deep values may nest, what variables lead to included. */
    private static final int NESTING_MAX = 1_000;

    private static final Pattern ADDRESS =
            Pattern.compile("([A-Za-z][A-Za-z0-9_-]*)(?:\\((.*)\\))?(?::(.*))?", Pattern.DOTALL);
    private static final Pattern LITERAL = Pattern.compile("-?\\d+(?:\\.\\d+)?|true|false|null");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Sources sources;
    private final Reading reading;
    private final Deque<String> open = new ArrayDeque<>();
    private int steps;
    private int depth;

    Variables(Sources sources, Reading reading) {
        this.sources = sources;
        this.reading = reading;
    }

    /** What came of looking a variable up. */
    sealed interface Found {
        record Present(Value value) implements Found {}

        /** @param why a sentence for people, with what they can do */
        record Absent(String why) implements Found {}
    }

    /** By {@code --stage} or the project. */
    String stage() {
        return sources.stage(this::resolve);
    }

    /** By {@code --region} or the project. */
    String region() {
        return sources.region(this::resolve);
    }

    /** @param path where the value stands, for problems: {@code functions.pay.handler} */
    Value resolve(Value value, String path) {
        enter(value.place());
        try {
            return byKind(value, path);
        } finally {
            depth--;
        }
    }

    private void enter(Place place) {
        if (++steps > STEPS_MAX)
            throw reading.stop(place, "resolving variables makes more than " + STEPS_MAX + " values");
        if (++depth > NESTING_MAX) throw reading.stop(place, "resolving variables nests deeper than " + NESTING_MAX);
    }

    private Value byKind(Value value, String path) {
        return switch (value) {
            case Mapping mapping -> mapping(mapping, path);
            case Sequence sequence -> sequence(sequence, path);
            case Scalar scalar when scalar.json().isString() && scalar.text().contains("${") -> text(scalar, path);
            case Scalar scalar -> scalar;
        };
    }

    private Mapping mapping(Mapping mapping, String path) {
        Map<String, Value> members = new LinkedHashMap<>();
        mapping.members().forEach((name, value) -> {
            String key = name.contains("${") ? joined(name, mapping.place(), path) : name;
            members.put(key, resolve(value, path.isEmpty() ? key : path + "." + key));
        });
        return new Mapping(mapping.place(), members);
    }

    private Sequence sequence(Sequence sequence, String path) {
        List<Value> items = new ArrayList<>();
        for (Value item : sequence.items()) items.add(resolve(item, path + "[" + items.size() + "]"));
        return new Sequence(sequence.place(), items);
    }

    private Value text(Scalar scalar, String path) {
        List<Expression.Part> parts = Expression.parts(scalar.text());
        if (parts.size() == 1 && parts.getFirst() instanceof Expression.Part.Variable variable)
            return variable(variable.inner(), scalar.place(), path).at(scalar.place());
        return Value.text(scalar.place(), joined(scalar.text(), scalar.place(), path));
    }

    /** A text in which every variable is a part of the text. */
    private String joined(String text, Place place, String path) {
        StringBuilder joined = new StringBuilder();
        for (Expression.Part part : Expression.parts(text)) {
            joined.append(
                    switch (part) {
                        case Expression.Part.Literal literal -> literal.text();
                        case Expression.Part.Variable variable -> part(variable.inner(), place, path);
                    });
            if (joined.length() > TEXT_MAX)
                throw reading.stop(place, "resolving variables makes a text of more than " + TEXT_MAX + " characters");
        }
        return joined.toString();
    }

    private String part(String inner, Place place, String path) {
        Value value = variable(inner, place, path);
        if (value instanceof Scalar scalar) return scalar.text();
        reading.problem(place, "`${" + inner + "}` is " + value.kind() + ", and cannot be a part of a text");
        return "";
    }

    private Value variable(String inner, Place place, String path) {
        if (open.size() >= DEPTH_MAX)
            throw reading.stop(place, "variables lead to variables more than " + DEPTH_MAX + " deep");
        if (open.contains(inner)) throw reading.stop(place, "`${" + inner + "}` leads back to itself");
        open.push(inner);
        try {
            return alternatives(inner, place, path);
        } finally {
            open.pop();
        }
    }

    private Value alternatives(String inner, Place place, String path) {
        List<String> missing = new ArrayList<>();
        for (String alternative : Expression.alternatives(inner)) {
            switch (alternative(alternative, place, path)) {
                case Found.Present present -> {
                    if (!missing.isEmpty() && Sources.isRemote(inner))
                        reading.warn(path, "`${" + inner + "}`: " + missing.getFirst() + "; its fallback is used");
                    return present.value();
                }
                case Found.Absent absent -> missing.add(absent.why());
            }
        }
        reading.problem(place, "`${" + inner + "}`: " + missing.getFirst() + Sources.advice(inner, path));
        return Value.nothing(place);
    }

    private Found alternative(String alternative, Place place, String path) {
        if (alternative.isEmpty()) return new Found.Absent("an alternative is empty");
        if (isQuoted(alternative)) {
            String text = joined(alternative.substring(1, alternative.length() - 1), place, path);
            return new Found.Present(Value.text(place, text));
        }
        if (LITERAL.matcher(alternative).matches()) return literal(alternative, place);
        if (alternative.startsWith("${"))
            return present(variable(alternative.substring(2, alternative.length() - 1), place, path));
        return looked(joined(alternative, place, path), place, path);
    }

    private static boolean isQuoted(String text) {
        char first = text.charAt(0);
        return text.length() >= 2 && (first == '\'' || first == '"') && text.charAt(text.length() - 1) == first;
    }

    private static Found literal(String text, Place place) {
        JsonNode json = JSON.readTree(text);
        return json.isNull() ? new Found.Absent("it is null") : new Found.Present(Value.of(place, json));
    }

    private static Found present(Value value) {
        return value instanceof Scalar scalar && scalar.isNull()
                ? new Found.Absent("it is null")
                : new Found.Present(value);
    }

    private Found looked(String text, Place place, String path) {
        Matcher address = ADDRESS.matcher(text);
        if (!address.matches()) return new Found.Absent("`" + text + "` is no address of a variable");
        String parameters = address.group(2) == null ? "" : address.group(2);
        String rest = address.group(3) == null ? "" : address.group(3);
        return switch (sources.find(address.group(1), parameters, rest, place, this::resolve)) {
            case Found.Present found -> present(resolve(found.value(), path));
            case Found.Absent absent -> absent;
        };
    }
}
