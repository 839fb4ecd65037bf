package dev.skald.asl;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON values as Java prints its own maps, lists and numbers: AWS shows them so in {@code States.Format} and in errors. */
final class JavaText {
    /** The JSON provider that AWS's messages name. */
    static final String PROVIDER = "com.jayway.jsonpath.spi.json.JacksonJsonProvider";

    private JavaText() {}

    /** {@code {Arg1=1, Arg2=[]}}; strings without quotes. */
    static String of(JsonNode node) {
        if (node.isString()) return node.stringValue();
        if (!node.isContainer()) return Json.write(node);
        StringBuilder out = new StringBuilder();
        append(node, out);
        return out.toString();
    }

    private static void append(JsonNode node, StringBuilder out) {
        if (out.length() > Json.MAX_CHARS) {
            throw new EvaluationException(ErrorName.DATA_LIMIT_EXCEEDED, Json.tooLarge());
        }
        if (node instanceof ObjectNode object) {
            appendObject(object, out);
        } else if (node instanceof ArrayNode array) {
            appendArray(array, out);
        } else {
            out.append(of(node));
        }
    }

    private static void appendObject(ObjectNode object, StringBuilder out) {
        out.append('{');
        String separator = "";
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            out.append(separator).append(field.getKey()).append('=');
            append(field.getValue(), out);
            separator = ", ";
        }
        out.append('}');
    }

    private static void appendArray(ArrayNode array, StringBuilder out) {
        out.append('[');
        for (int i = 0; i < array.size(); i++) {
            if (i > 0) out.append(", ");
            append(array.get(i), out);
        }
        out.append(']');
    }

    /** The class that the value has in Java maps and lists. */
    static String className(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> "java.lang.String";
            case BOOLEAN -> "java.lang.Boolean";
            case ARRAY -> "java.util.ArrayList";
            case OBJECT -> "java.util.LinkedHashMap";
            case NUMBER ->
                switch (node.numberType()) {
                    case INT -> "java.lang.Integer";
                    case LONG -> "java.lang.Long";
                    case BIG_INTEGER -> "java.math.BigInteger";
                    case FLOAT, DOUBLE, BIG_DECIMAL -> "java.lang.Double";
                };
            case NULL, MISSING, BINARY, POJO -> "null";
        };
    }
}
