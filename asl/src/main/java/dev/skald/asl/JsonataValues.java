package dev.skald.asl;

import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Utils;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON as JSONata works on it, maps, lists and plain values; and back. */
final class JsonataValues {
    /** From here on a double is no exact integer any more. */
    private static final double EXACT_MAX = 9_007_199_254_740_992.0;

    private JsonataValues() {}

    /** A value that cannot be written as JSON, such as a function. */
    static final class NoJson extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoJson() {
            super(null, null, false, false);
        }
    }

    static @Nullable Object of(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> object(node);
            case ARRAY -> array(node);
            case STRING -> node.stringValue();
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> number(node);
            case NULL, MISSING, BINARY, POJO -> null;
        };
    }

    private static Map<String, @Nullable Object> object(JsonNode node) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        node.forEachEntry((name, value) -> map.put(name, of(value)));
        return map;
    }

    private static List<@Nullable Object> array(JsonNode node) {
        List<@Nullable Object> list = new ArrayList<>(node.size());
        for (JsonNode element : node) list.add(of(element));
        return list;
    }

    private static Number number(JsonNode node) {
        if (node.isIntegralNumber() && node.canConvertToInt()) return node.intValue();
        if (node.isIntegralNumber() && node.canConvertToLong()) return node.longValue();
        return node.doubleValue();
    }

    /**
     * The JSON of what an expression gave.
     *
     * @throws NoJson if there is something in it that JSON has not
     * @throws JsonataBounds.Exceeded if it is too large: small values can share parts, and be huge when written out
     */
    static JsonNode toJson(@Nullable Object value, JsonataBounds bounds) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        bounds.part(value instanceof String text ? text.length() : 0);
        return switch (value) {
            case null -> json.nullNode();
            case String text -> json.stringNode(text);
            case Boolean flag -> json.booleanNode(flag);
            case Number number -> number(number);
            case Map<?, ?> map -> {
                if (Utils.isFunction(map)) throw new NoJson();
                ObjectNode object = json.objectNode();
                for (Map.Entry<?, ?> each : map.entrySet())
                    object.set(String.valueOf(each.getKey()), toJson(each.getValue(), bounds));
                yield object;
            }
            case List<?> list -> {
                ArrayNode array = json.arrayNode(list.size());
                for (Object element : list) array.add(toJson(element, bounds));
                yield array;
            }
            default -> {
                if (value == Jsonata.NULL_VALUE) yield json.nullNode();
                throw new NoJson();
            }
        };
    }

    /** Ends the evaluation when a value is too large to be written out. */
    static void measure(@Nullable Object value, JsonataBounds bounds) {
        bounds.part(value instanceof String text ? text.length() : 0);
        if (value instanceof List<?> list) for (Object element : list) measure(element, bounds);
        else if (value instanceof Map<?, ?> map) for (Object member : map.values()) measure(member, bounds);
    }

    /** Numbers without a fraction are written without one, as JavaScript does. */
    private static JsonNode number(Number number) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (number) {
            case Integer i -> json.numberNode(i);
            case Long l -> json.numberNode(l);
            case BigInteger i -> json.numberNode(i);
            case BigDecimal d -> json.numberNode(d);
            default -> {
                double d = number.doubleValue();
                if (Double.isNaN(d) || Double.isInfinite(d)) throw new NoJson();
                yield d == Math.rint(d) && Math.abs(d) < EXACT_MAX ? json.numberNode((long) d) : json.numberNode(d);
            }
        };
    }

    /** The type of a JSON value, in AWS's messages. */
    static String type(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> "object";
            case ARRAY -> "array";
            case STRING -> "string";
            case BOOLEAN -> "boolean";
            case NUMBER -> "number";
            case NULL, MISSING, BINARY, POJO -> "null";
        };
    }
}
