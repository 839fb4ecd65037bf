package dev.skald.asl;

import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The intrinsic functions over arrays and objects. */
final class ArrayFunctions {
    /** AWS's limit on the elements of a range. */
    private static final int MOST_ELEMENTS = 1_000;

    private ArrayFunctions() {}

    static JsonNode array(IntrinsicArguments arguments) {
        ArrayNode array = Json.array();
        for (int i = 0; i < arguments.count(); i++) array.add(arguments.value(i));
        return array;
    }

    /** Chunks of the given size, the last one short. */
    static JsonNode arrayPartition(IntrinsicArguments arguments) {
        ArrayNode items = arguments.array(0);
        long size = arguments.integer(1);
        if (size < 1) throw arguments.failure("The chunk size must be a positive number but was: " + size);
        ArrayNode chunks = Json.array();
        ArrayNode chunk = Json.array();
        for (int i = 0; i < items.size(); i++) {
            if (chunk.size() == size || i == 0) {
                chunk = Json.array();
                chunks.add(chunk);
            }
            chunk.add(items.get(i));
        }
        return chunks;
    }

    static JsonNode arrayContains(IntrinsicArguments arguments) {
        ArrayNode items = arguments.array(0);
        JsonNode wanted = arguments.value(1);
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).equals(wanted)) return Json.bool(true);
        }
        return Json.bool(false);
    }

    /** From the first to the last number, the last one included when the steps hit it. */
    static JsonNode arrayRange(IntrinsicArguments arguments) {
        long first = arguments.integer(0);
        long last = arguments.integer(1);
        long step = arguments.integer(2);
        if (step == 0) throw arguments.failure("The step must not be 0.");
        ArrayNode range = Json.array();
        for (long value = first; step > 0 ? value <= last : value >= last; value += step) {
            if (range.size() == MOST_ELEMENTS) {
                throw arguments.failure("The range must not have more than " + MOST_ELEMENTS + " elements.");
            }
            range.add(Json.number(value));
            boolean overflows = step > 0 ? value > Long.MAX_VALUE - step : value < Long.MIN_VALUE - step;
            if (overflows) break;
        }
        return range;
    }

    static JsonNode arrayGetItem(IntrinsicArguments arguments) {
        ArrayNode items = arguments.array(0);
        long index = arguments.integer(1);
        if (index < 0 || index >= items.size()) {
            throw arguments.failure("Index " + index + " is out of bounds for an array of length " + items.size());
        }
        return items.get((int) index);
    }

    static JsonNode arrayLength(IntrinsicArguments arguments) {
        return Json.number(arguments.array(0).size());
    }

    /** Each value once, in the order of its first occurrence. */
    static JsonNode arrayUnique(IntrinsicArguments arguments) {
        Set<JsonNode> unique = new LinkedHashSet<>();
        ArrayNode items = arguments.array(0);
        for (int i = 0; i < items.size(); i++) unique.add(items.get(i));
        ArrayNode result = Json.array();
        result.addAll(unique);
        return result;
    }

    /** The fields of both objects, the second's where both have one; AWS merges one level only. */
    static JsonNode jsonMerge(IntrinsicArguments arguments) {
        ObjectNode merged = Json.object();
        merged.setAll(arguments.object(0));
        merged.setAll(arguments.object(1));
        if (arguments.bool(2)) throw arguments.failure("Only shallow merging is supported: argument 3 must be false.");
        return merged;
    }
}
