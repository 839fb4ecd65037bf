package dev.skald.server.triggers;

import dev.skald.server.http.Request;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query or of a form, decoded, in their order.
 *
 * @param text as sent; empty when there is none
 */
record Query(String text, Map<String, List<String>> values) {
    /**
     * That of a request.
     *
     * @throws GatewayFailure 400 when the percent-encoding is broken
     */
    static Query of(Request request) {
        try {
            return parse(request.query());
        } catch (IllegalArgumentException brokenEncoding) {
            throw GatewayFailure.badRequest("Bad Request");
        }
    }

    /** @throws IllegalArgumentException when the percent-encoding is broken */
    static Query parse(@Nullable String text) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        String sent = text == null ? "" : text;
        for (String pair : sent.split("&", -1)) {
            if (pair.isEmpty()) continue;
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            values.computeIfAbsent(name, _ -> new ArrayList<>())
                    .add(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
        }
        return new Query(sent, values);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** Of a parameter that is given several times, the last value. */
    Map<String, String> last() {
        Map<String, String> last = new LinkedHashMap<>();
        values.forEach((name, all) -> last.put(name, all.getLast()));
        return last;
    }

    /** Of a parameter that is given several times, all values with commas between. */
    Map<String, String> joined() {
        Map<String, String> joined = new LinkedHashMap<>();
        values.forEach((name, all) -> joined.put(name, String.join(",", all)));
        return joined;
    }
}
