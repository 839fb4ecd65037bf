package dev.skald.engine.saga;

import dev.skald.asl.Json;
import dev.skald.asl.MalformedJson;
import dev.skald.asl.Payload;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Values of Java as JSON, and back. The same value is the same text, so that a repeated start is known as one. */
final class TypedJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private TypedJson() {}

    /** @throws IllegalArgumentException when Jackson cannot write it, or what it writes is no strict JSON */
    static Payload payload(@Nullable Object value) {
        try {
            return Payload.parse(MAPPER.writeValueAsString(value));
        } catch (JacksonException | MalformedJson unwritable) {
            throw new IllegalArgumentException(
                    "cannot be written as JSON: " + type(value) + ": " + unwritable.getMessage(), unwritable);
        }
    }

    static JsonNode node(@Nullable Object value) {
        return value == null ? Json.nullNode() : payload(value).node();
    }

    private static String type(@Nullable Object value) {
        return value == null ? "null" : value.getClass().getName();
    }

    /** @throws IllegalArgumentException when the JSON is none of that type */
    static <T> @Nullable T value(JsonNode node, Class<T> type) {
        if (node.isNull() || node.isMissingNode()) return null;
        try {
            return MAPPER.treeToValue(node, type);
        } catch (JacksonException unreadable) {
            throw new IllegalArgumentException(
                    "is no " + type.getName() + ": " + unreadable.getOriginalMessage(), unreadable);
        }
    }

    /** As {@link #value}, of what must be there. */
    static <T> T required(String what, JsonNode node, Class<T> type) {
        T value;
        try {
            value = value(node, type);
        } catch (IllegalArgumentException unreadable) {
            throw new IllegalArgumentException(what + " " + unreadable.getMessage(), unreadable);
        }
        if (value == null) throw new IllegalArgumentException(what + " is null");
        return value;
    }
}
