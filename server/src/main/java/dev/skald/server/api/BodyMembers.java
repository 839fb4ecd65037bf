package dev.skald.server.api;

import dev.skald.asl.MalformedJson;
import dev.skald.asl.Payload;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The members of a request's body. JSON {@code null} is the same as absent. A member that is unknown or of the wrong type
 * is refused: a filter with a slip of the pen must not match everything.
 */
final class BodyMembers {
    private final ObjectNode members;

    BodyMembers(ObjectNode members) {
        this.members = members;
    }

    /** @throws IllegalArgumentException when there are others */
    void allow(Set<String> names) {
        for (String name : members.propertyNames())
            if (!names.contains(name))
                throw new IllegalArgumentException("There is no member '" + name + "'; there are "
                        + String.join(", ", new TreeSet<>(names)) + ".");
    }

    /** @throws IllegalArgumentException when it is no text, or empty */
    @Nullable
    String text(String name) {
        JsonNode value = of(name, node -> node.isString() && !node.stringValue().isEmpty(), "a text");
        return value == null ? null : value.stringValue();
    }

    /** @throws IllegalArgumentException when it is no object */
    @Nullable
    ObjectNode object(String name) {
        return (ObjectNode) of(name, JsonNode::isObject, "an object");
    }

    boolean has(String name) {
        return members.hasNonNull(name);
    }

    /** @throws IllegalArgumentException when it is absent, no text, or empty */
    String required(String name) {
        String text = text(name);
        if (text == null) throw new IllegalArgumentException("'" + name + "' is required.");
        return text;
    }

    /**
     * Absent is the same as empty.
     *
     * @throws IllegalArgumentException when it is no text
     */
    String textOrEmpty(String name) {
        JsonNode value = of(name, JsonNode::isString, "a text");
        return value == null ? "" : value.stringValue();
    }

    /**
     * A text that the history keeps.
     *
     * @throws IllegalArgumentException when it is absent
     */
    String kept(String name) {
        String text = text(name);
        if (text == null) throw new IllegalArgumentException("'" + name + "' is required: it is kept.");
        return text;
    }

    /**
     * A payload, given as JSON text.
     *
     * @throws IllegalArgumentException when it is none
     */
    @Nullable
    Payload json(String name) {
        String text = text(name);
        try {
            return text == null ? null : Payload.parse(text);
        } catch (MalformedJson malformed) {
            throw new IllegalArgumentException("'" + name + "' is no JSON: " + malformed.message(), malformed);
        }
    }

    /** @throws IllegalArgumentException when it is neither true nor false */
    boolean flag(String name) {
        JsonNode value = of(name, JsonNode::isBoolean, "true or false");
        return value != null && value.booleanValue();
    }

    /** @throws IllegalArgumentException when it is no whole number */
    int number(String name, int absent) {
        JsonNode value = of(name, node -> node.isIntegralNumber() && node.canConvertToInt(), "a whole number");
        return value == null ? absent : value.intValue();
    }

    /**
     * Null when absent.
     *
     * @throws IllegalArgumentException when it is no whole number from 0 on
     */
    @Nullable
    Long wholeNumber(String name) {
        JsonNode value = of(
                name,
                node -> node.isIntegralNumber() && node.canConvertToLong() && node.longValue() >= 0,
                "a whole number from 0 on");
        return value == null ? null : value.longValue();
    }

    /** @throws IllegalArgumentException when it is no instant in ISO 8601 */
    @Nullable
    Instant instant(String name) {
        String text = text(name);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException malformed) {
            throw new IllegalArgumentException(
                    "'" + name + "' must be an instant such as 2026-01-31T12:00:00Z, not '" + text + "'.", malformed);
        }
    }

    private @Nullable JsonNode of(String name, Predicate<JsonNode> fits, String what) {
        JsonNode value = members.get(name);
        if (value == null || value.isNull()) return null;
        if (!fits.test(value)) throw new IllegalArgumentException("'" + name + "' must be " + what + ".");
        return value;
    }
}
