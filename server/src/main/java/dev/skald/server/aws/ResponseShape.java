package dev.skald.server.aws;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a service can answer, by its API model: checks a mocked result against it. Members go by the names that Step
 * Functions gives them, with a first letter in upper case; members that the model does not know are not checked.
 *
 * @param shapes the shapes of the service, by their names
 * @param name the shape of the answer
 * @param free members of the answer that may be anything
 */
record ResponseShape(JsonNode shapes, String name, Set<String> free) {

    /** What is wrong with a result, the first thing found; null when nothing is. */
    @Nullable
    String violation(JsonNode result, boolean strict) {
        return structure(shapes.path(name), result, strict, free);
    }

    private @Nullable String structure(JsonNode shape, JsonNode value, boolean strict, Set<String> unchecked) {
        if (strict) {
            for (JsonNode required : shape.path("required")) {
                String member = upperFirst(required.asString());
                if (absent(value.get(member))) return "Required field '" + member + "' is missing";
            }
        }
        for (Map.Entry<String, JsonNode> each : shape.path("members").properties()) {
            String member = upperFirst(each.getKey());
            JsonNode present = value.get(member);
            if (absent(present) || unchecked.contains(member)) continue;
            String violation = value(member, each.getValue().asString(), present, strict);
            if (violation != null) return violation;
        }
        return null;
    }

    private static boolean absent(@Nullable JsonNode value) {
        return value == null || value.isNull();
    }

    private @Nullable String value(String field, String shapeName, JsonNode value, boolean strict) {
        JsonNode shape = shapes.path(shapeName);
        return switch (shape.path("type").asString("")) {
            case "string" -> text(field, shape, value);
            case "blob", "timestamp" -> value.isString() ? null : wrong(field, "must be a string");
            case "integer", "long", "float", "double" -> number(field, shape, value);
            case "boolean" -> value.isBoolean() ? null : wrong(field, "must be a boolean");
            case "list" -> list(field, shape, value, strict);
            case "map" -> map(field, shape, value, strict);
            case "structure" ->
                value.isObject() ? structure(shape, value, strict, Set.of()) : wrong(field, "must be an object");
            default -> null;
        };
    }

    private static @Nullable String text(String field, JsonNode shape, JsonNode value) {
        if (!value.isString()) return wrong(field, "must be a string");
        String text = value.stringValue();
        if (shape.has("enum")
                && shape.path("enum")
                        .valueStream()
                        .noneMatch(each -> each.asString().equals(text)))
            return wrong(field, "is not an expected value");
        if (text.length() < shape.path("min").asInt(0)) return wrong(field, "is smaller than the minimum length");
        return null;
    }

    private static @Nullable String number(String field, JsonNode shape, JsonNode value) {
        if (!value.isNumber()) return wrong(field, "must be a number");
        double number = value.doubleValue();
        if (number < shape.path("min").asDouble(Double.NEGATIVE_INFINITY))
            return wrong(field, "is less than the minimum value");
        if (number > shape.path("max").asDouble(Double.POSITIVE_INFINITY))
            return wrong(field, "exceeds the maximum value");
        return null;
    }

    private @Nullable String list(String field, JsonNode shape, JsonNode value, boolean strict) {
        if (!value.isArray()) return wrong(field, "must be an array");
        if (value.size() < shape.path("min").asInt(0)) return wrong(field, "is smaller than the minimum length");
        return items(field, shape, List.copyOf(value.values()), strict);
    }

    private @Nullable String map(String field, JsonNode shape, JsonNode value, boolean strict) {
        if (!value.isObject()) return wrong(field, "must be an object");
        return items(field, shape, List.copyOf(value.values()), strict);
    }

    private @Nullable String items(String field, JsonNode shape, List<JsonNode> items, boolean strict) {
        String itemShape = shape.path("item").asString();
        for (JsonNode item : items) {
            String violation = absent(item) ? null : value(field, itemShape, item, strict);
            if (violation != null) return violation;
        }
        return null;
    }

    private static String wrong(String field, String what) {
        return "Field '" + field + "' " + what;
    }

    private static String upperFirst(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
