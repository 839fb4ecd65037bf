package dev.skald.server.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of a request to read. */
final class QueryParameters {
    private static final String ATTRIBUTE = "attribute.";
    private static final int ATTRIBUTES_MAX = 20;

    private final Map<String, String> values;

    QueryParameters(Map<String, String> values) {
        this.values = values;
    }

    @Nullable
    String text(String name) {
        return values.get(name);
    }

    /** @throws IllegalArgumentException when it is no whole number from 0 on */
    long number(String name, long absent) {
        String text = values.get(name);
        if (text == null) return absent;
        try {
            long number = Long.parseLong(text);
            if (number >= 0) return number;
        } catch (NumberFormatException notANumber) {
            throw wrong(name, text, notANumber);
        }
        throw wrong(name, text, null);
    }

    private static IllegalArgumentException wrong(String name, String text, @Nullable Exception why) {
        return new IllegalArgumentException(
                "'" + name + "' must be a whole number from 0 on, not '" + text + "'.", why);
    }

    /**
     * Null when absent.
     *
     * @throws IllegalArgumentException when it is no instant in ISO 8601
     */
    @Nullable
    Instant instant(String name) {
        String text = values.get(name);
        try {
            return text == null || text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeException malformed) {
            throw new IllegalArgumentException(
                    "'" + name + "' must be an instant such as 2026-01-31T12:00:00Z, not '" + text + "'.", malformed);
        }
    }

    /** How many items at most: what is asked for, within the bound. */
    int limit(int absent, int max) {
        return Math.clamp(number("limit", absent), 1, max);
    }

    /** Whether payloads are wanted: unless {@code payloads=none}. */
    boolean payloads() {
        String text = values.get("payloads");
        if (text == null || text.equals("all")) return true;
        if (text.equals("none")) return false;
        throw new IllegalArgumentException("'payloads' must be all or none, not '" + text + "'.");
    }

    /** The values of {@code attribute.NAME}, by name. */
    Map<String, String> attributes() {
        Map<String, String> attributes = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (name.startsWith(ATTRIBUTE)) attributes.put(name.substring(ATTRIBUTE.length()), value);
        });
        if (attributes.size() > ATTRIBUTES_MAX)
            throw new IllegalArgumentException("At most " + ATTRIBUTES_MAX + " attributes can be asked for.");
        return attributes;
    }
}
