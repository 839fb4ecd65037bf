package dev.skald.deploy.template;

import dev.skald.deploy.reading.Value;
import dev.skald.deploy.reading.Value.Mapping;
import dev.skald.deploy.reading.Value.Scalar;
import dev.skald.deploy.reading.Value.Sequence;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.JsonNodeFactory;

/** What <code>${name}</code> stands for in a definition; other names stay as they are. */
public record Substitutions(Map<String, String> values) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z0-9_-]+)}");

    /** In a text of JSON, where a placeholder may stand within a text or for a number. */
    public String inJson(String text) {
        return replaced(text, Substitutions::escaped);
    }

    private String replaced(String text, UnaryOperator<String> form) {
        return PLACEHOLDER.matcher(text).replaceAll(match -> {
            String value = values.get(match.group(1));
            return Matcher.quoteReplacement(value == null ? match.group() : form.apply(value));
        });
    }

    private static String escaped(String value) {
        String quoted = JsonNodeFactory.instance.stringNode(value).toString();
        return quoted.substring(1, quoted.length() - 1);
    }

    /** In all texts of a value. */
    public Value in(Value value) {
        if (values.isEmpty()) return value;
        return switch (value) {
            case Mapping mapping -> {
                Map<String, Value> members = new LinkedHashMap<>();
                mapping.members().forEach((name, each) -> members.put(name, in(each)));
                yield new Mapping(mapping.place(), members);
            }
            case Sequence sequence ->
                new Sequence(
                        sequence.place(),
                        sequence.items().stream().map(this::in).toList());
            case Scalar scalar
            when scalar.json().isString() ->
                Value.text(scalar.place(), replaced(scalar.text(), UnaryOperator.identity()));
            case Scalar scalar -> scalar;
        };
    }
}
