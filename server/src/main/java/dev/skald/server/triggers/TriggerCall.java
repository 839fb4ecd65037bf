package dev.skald.server.triggers;

import dev.skald.server.http.Request;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that has found its trigger.
 *
 * @param requestId what names it in logs and answers
 * @param key the API key it came with; null for a trigger that is not private
 */
record TriggerCall(
        Request request,
        HttpTrigger trigger,
        Map<String, String> pathParameters,
        Query query,
        byte[] body,
        String requestId,
        Instant at,
        @Nullable ApiKey key) {
    /** What a request without a Content-Type is taken for. */
    static final String JSON = "application/json";

    /** The longest trace header, in characters, as in StartExecution. */
    static final int TRACE_LENGTH_MAX = 256;

    String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The media type, in lower case and without parameters. */
    String contentType() {
        String header = request.header("Content-Type");
        if (header == null || header.isBlank()) return JSON;
        int semicolon = header.indexOf(';');
        return (semicolon < 0 ? header : header.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }

    /** The headers, named as they were sent; of one that is there several times, the last value. */
    Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : request.headers().names())
            headers.put(name, request.headers().all(name).getLast());
        return headers;
    }

    /** The X-Ray trace that the caller names; null when it names none, or none that the API would take. */
    @Nullable
    String traceHeader() {
        String trace = request.header("X-Amzn-Trace-Id");
        boolean good = trace != null
                && !trace.isEmpty()
                && trace.length() <= TRACE_LENGTH_MAX
                && trace.chars().allMatch(c -> c >= ' ' && c < 0x7F);
        return good ? trace : null;
    }

    String header(String name, String absent) {
        String value = request.header(name);
        return value == null ? absent : value;
    }
}
