package dev.skald.server.api;

import dev.skald.engine.store.Waited;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The parameters of a request to read. */
final class QueryParameters {
    private static final String ATTRIBUTE = "attribute.";
    private static final int ATTRIBUTES_MAX = 20;

    /** More digits mean nothing. */
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,30}");

    private static final BigInteger LONGEST = BigInteger.valueOf(Long.MAX_VALUE);

    private final Map<String, String> values;
    private final Set<String> known = new HashSet<>();

    QueryParameters(Map<String, String> values) {
        this.values = values;
    }

    @Nullable
    String text(String name) {
        known.add(name);
        return values.get(name);
    }

    /**
     * To be called when all have been asked for: a filter that is misspelt must not find everything.
     *
     * @throws IllegalArgumentException when another one was given
     */
    void requireNoOther() {
        for (String name : values.keySet())
            if (!known.contains(name))
                throw new IllegalArgumentException("There is no parameter '" + name + "' here"
                        + (known.isEmpty() ? "." : ", but " + String.join(", ", new TreeSet<>(known)) + "."));
    }

    /** @throws IllegalArgumentException when it is no whole number from 0 on */
    long number(String name, long absent) {
        String text = text(name);
        if (text == null) return absent;
        if (!NUMBER.matcher(text).matches())
            throw new IllegalArgumentException("'" + name + "' must be a whole number from 0 on, not '" + text + "'.");
        return new BigInteger(text).min(LONGEST).longValue();
    }

    /**
     * Null when absent.
     *
     * @throws IllegalArgumentException when it is no instant in ISO 8601
     */
    @Nullable
    Instant instant(String name) {
        String text = text(name);
        try {
            return text == null || text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeException malformed) {
            throw new IllegalArgumentException(
                    "'" + name + "' must be an instant such as 2026-01-31T12:00:00Z, not '" + text + "'.", malformed);
        }
    }

    /**
     * Where the page before ended, in a list of what waits; nothing when it is the first.
     *
     * @throws IllegalArgumentException when it is no such place
     */
    Waited place(String name) {
        String text = text(name);
        if (text == null) return Waited.NOTHING;
        return Waited.parse(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + name + "' must be as an answer before gave it, not '" + text + "'."));
    }

    /** How many items at most: what is asked for, within the bound. */
    int limit(int absent, int max) {
        return Math.clamp(number("limit", absent), 1, max);
    }

    /** Whether payloads are wanted: unless {@code payloads=none}. */
    boolean payloads() {
        String text = text("payloads");
        if (text == null || text.equals("all")) return true;
        if (text.equals("none")) return false;
        throw new IllegalArgumentException("'payloads' must be all or none, not '" + text + "'.");
    }

    /** The values of {@code attribute.NAME}, by name. */
    Map<String, String> attributes() {
        Map<String, String> attributes = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (!name.startsWith(ATTRIBUTE)) return;
            known.add(name);
            attributes.put(name.substring(ATTRIBUTE.length()), value);
        });
        if (attributes.size() > ATTRIBUTES_MAX)
            throw new IllegalArgumentException("At most " + ATTRIBUTES_MAX + " attributes can be asked for.");
        return attributes;
    }
}
