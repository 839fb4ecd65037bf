package dev.skald.asl;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The evaluated arguments of one call, read as the types that the function wants. */
record IntrinsicArguments(Intrinsic call, JsonNode[] values, Entropy entropy) {
    int count() {
        return values.length;
    }

    JsonNode value(int i) {
        return values[i];
    }

    String string(int i) {
        if (values[i].isString()) return values[i].stringValue();
        throw wrongType(i, "a string");
    }

    ArrayNode array(int i) {
        if (values[i] instanceof ArrayNode array) return array;
        throw wrongType(i, "an array");
    }

    ObjectNode object(int i) {
        if (values[i] instanceof ObjectNode object) return object;
        throw wrongType(i, "an object");
    }

    boolean bool(int i) {
        if (values[i].isBoolean()) return values[i].booleanValue();
        throw wrongType(i, "a boolean");
    }

    /** An integer; any other number is rounded first, a half upwards, as recorded. */
    long integer(int i) {
        JsonNode value = values[i];
        if (!value.isNumber()) throw wrongType(i, "a number");
        if (!value.isIntegralNumber()) return Math.round(value.doubleValue());
        if (!value.canConvertToLong()) throw failure("Number is out of range: " + Json.write(value));
        return value.longValue();
    }

    private EvaluationException wrongType(int i, String type) {
        return failure("Argument " + (i + 1) + " must be " + type + " but was: " + Json.write(values[i]));
    }

    EvaluationException failure(String message) {
        return call.failure(ErrorName.INTRINSIC_FAILURE, message);
    }
}
