package dev.skald.tasks.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The headers of a request: what a task may set, what it may not, and what a connection puts over it. */
final class HttpHeaders {
    /** What a task may not set, on AWS and here. */
    private static final Set<String> FORBIDDEN = Set.of(
            "a-im",
            "accept-charset",
            "accept-datetime",
            "accept-encoding",
            "authorization",
            "cache-control",
            "connection",
            "content-encoding",
            "content-md5",
            "date",
            "expect",
            "forwarded",
            "from",
            "host",
            "http2-settings",
            "if-match",
            "if-modified-since",
            "if-none-match",
            "if-range",
            "if-unmodified-since",
            "max-forwards",
            "origin",
            "pragma",
            "proxy-authorization",
            "referer",
            "server",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "via",
            "warning");

    /** What frames the message: only the client knows it. */
    private static final Set<String> FRAMING = Set.of("content-length", "transfer-encoding", "host", "connection");

    private final Map<String, List<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    HttpHeaders() {}

    HttpHeaders(HttpHeaders others) {
        values.putAll(others.values);
    }

    /** Adds a header of the task. Its length is counted anew: a given {@code Content-Length} is passed over. */
    void add(String name, String value) throws UnusableParameters {
        String lower = lower(name);
        if (FORBIDDEN.contains(lower) || HeaderRules.isReserved(name))
            throw new UnusableParameters("The header '" + name + "' is not allowed in 'Headers'");
        requireSound(name, value, "The field 'Headers'");
        if (!FRAMING.contains(lower))
            values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    }

    /** Puts a header of the connection in the place of any other of its name. */
    void override(String name, String value) throws UnusableParameters {
        requireSound(name, value, "The connection");
        if (!FRAMING.contains(lower(name))) put(name, value);
    }

    /** Sets a header of ours unless there is one. */
    void byDefault(String name, String value) {
        values.putIfAbsent(name, List.of(value));
    }

    void put(String name, String value) {
        values.remove(name);
        values.put(name, List.of(value));
    }

    Map<String, List<String>> values() {
        return values;
    }

    /** The value may be a secret: it is not shown. */
    private static void requireSound(String name, String value, String where) throws UnusableParameters {
        if (!HeaderRules.isSound(name, value))
            throw new UnusableParameters(where + " has an invalid header '" + shown(name) + "'");
    }

    private static String shown(String name) {
        return name.replaceAll("\\p{Cntrl}", "?");
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
