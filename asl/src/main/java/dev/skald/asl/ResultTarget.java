package dev.skald.asl;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Where {@code ResultPath} puts the result. */
sealed interface ResultTarget {
    /** {@code $}, the default: the result replaces the input. */
    record Replace() implements ResultTarget {}

    /** {@code null}: the result is dropped. */
    record Discard() implements ResultTarget {}

    /** A reference path: the result becomes a part of the input. */
    record Merge(String path, List<Step> steps) implements ResultTarget {
        private Payload merge(Payload input, Payload result) {
            JsonNode merged = put(input.node(), steps, 0, result.node());
            if (merged != null) return Payload.of(Json.checked(merged));
            throw new EvaluationException(
                    ErrorName.RESULT_PATH_MATCH_FAILURE,
                    "Unable to apply ReferencePath " + path + " to input " + Json.write(input.node()));
        }
    }

    /** Puts a result into the raw input. Neither is changed: what lies on the way is copied. */
    default Payload apply(Payload input, Payload result) {
        return switch (this) {
            case Replace _ -> result;
            case Discard _ -> input;
            case Merge merge -> merge.merge(input, result);
        };
    }

    private static @Nullable JsonNode put(@Nullable JsonNode node, List<Step> steps, int at, JsonNode result) {
        if (at == steps.size()) return result;
        return switch (steps.get(at)) {
            case Step.Field(String name) -> putField(node, name, steps, at, result);
            case Step.Index(int index) -> putElement(node, index, steps, at, result);
        };
    }

    private static @Nullable JsonNode putField(
            @Nullable JsonNode node, String name, List<Step> steps, int at, JsonNode result) {
        if (node != null && !(node instanceof ObjectNode)) return null;
        ObjectNode copy = Json.object();
        if (node instanceof ObjectNode object) copy.setAll(object);
        JsonNode value = put(copy.get(name), steps, at + 1, result);
        return value == null ? null : copy.set(name, value);
    }

    private static @Nullable JsonNode putElement(
            @Nullable JsonNode node, int index, List<Step> steps, int at, JsonNode result) {
        if (!(node instanceof ArrayNode array) || index >= array.size()) return null;
        JsonNode value = put(array.get(index), steps, at + 1, result);
        if (value == null) return null;
        ArrayNode copy = Json.array();
        copy.addAll(array);
        return copy.set(index, value);
    }
}
