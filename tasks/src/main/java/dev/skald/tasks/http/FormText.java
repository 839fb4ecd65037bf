package dev.skald.tasks.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes JSON as {@code application/x-www-form-urlencoded}: names and values percent-encoded, brackets as they are. */
final class FormText {
    private final ArrayFormat arrays;
    private final List<String> pairs = new ArrayList<>();

    private FormText(ArrayFormat arrays) {
        this.arrays = arrays;
    }

    /** The members of an object; those of objects within as {@code a[b]=c}. */
    static String of(ObjectNode object, ArrayFormat arrays) {
        var form = new FormText(arrays);
        for (Map.Entry<String, JsonNode> member : object.properties())
            form.add(encoded(member.getKey()), member.getValue());
        return String.join("&", form.pairs);
    }

    private void add(String name, JsonNode value) {
        switch (value) {
            case ObjectNode object -> {
                for (Map.Entry<String, JsonNode> member : object.properties())
                    add(name + "[" + encoded(member.getKey()) + "]", member.getValue());
            }
            case ArrayNode array -> addArray(name, array);
            default -> pairs.add(name + "=" + encoded(text(value)));
        }
    }

    private void addArray(String name, ArrayNode array) {
        switch (arrays) {
            case INDICES -> {
                for (int i = 0; i < array.size(); i++) add(name + "[" + i + "]", array.get(i));
            }
            case REPEAT -> array.forEach(element -> add(name, element));
            case BRACKETS -> array.forEach(element -> add(name + "[]", element));
            case COMMAS ->
                pairs.add(name + "="
                        + array.valueStream()
                                .map(element -> encoded(text(element)))
                                .collect(Collectors.joining(",")));
        }
    }

    /** A text as it is, null as nothing, anything else as JSON. */
    static String text(JsonNode value) {
        if (value.isNull()) return "";
        return value.isString() ? value.stringValue() : value.toString();
    }

    /** Percent-encoded, with {@code %20} for a blank. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
