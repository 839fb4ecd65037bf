package dev.skald.server.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request.
 *
 * @param path the path as sent, percent-encoding included; also when the request target was absolute, as through a proxy
 * @param query what follows the question mark, as sent; null when there is none
 */
public record Request(String method, String path, @Nullable String query, Headers headers, Body body, Client client) {

    /** A request of a client of whom nothing is known. */
    public Request(String method, String path, @Nullable String query, Headers headers, Body body) {
        this(method, path, query, headers, body, Client.UNKNOWN);
    }

    /** The value of a header; null when the request has none. */
    public @Nullable String header(String name) {
        return headers.first(name);
    }

    /**
     * The query's parameters, decoded; of one that is given twice, the last.
     *
     * @throws IllegalArgumentException when the percent-encoding is broken
     */
    public Map<String, String> parameters() {
        Map<String, String> parameters = new TreeMap<>();
        if (query == null) return parameters;
        for (String pair : query.split("&", -1)) {
            if (pair.isEmpty()) continue;
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            parameters.put(decoded(name), equals < 0 ? "" : decoded(pair.substring(equals + 1)));
        }
        return parameters;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
