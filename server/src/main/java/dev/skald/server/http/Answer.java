package dev.skald.server.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What goes back for a request. */
public final class Answer {
    private static final String JSON = "application/json";
    private static final String PLAIN = "text/plain; charset=utf-8";

    private final int status;
    private final String contentType;
    private final Map<String, String> headers;
    private final List<Header> repeated;
    private final byte[] body;
    private final @Nullable Stream stream;

    /** A header that may be there several times, such as {@code Set-Cookie}. */
    public record Header(String name, String value) {}

    /**
     * An answer.
     *
     * @param headers further headers by name
     * @param body its bytes: not to be changed afterwards
     */
    public Answer(int status, String contentType, Map<String, String> headers, byte[] body) {
        this(status, contentType, headers, List.of(), body);
    }

    /**
     * An answer with headers that may repeat.
     *
     * @param headers those that are there once, by name
     * @param repeated further ones, added in this order
     */
    public Answer(int status, String contentType, Map<String, String> headers, List<Header> repeated, byte[] body) {
        this(status, contentType, headers, repeated, body, null);
    }

    private Answer(
            int status,
            String contentType,
            Map<String, String> headers,
            List<Header> repeated,
            byte[] body,
            @Nullable Stream stream) {
        this.status = status;
        this.contentType = contentType;
        this.headers = headers;
        this.repeated = List.copyOf(repeated);
        this.body = body;
        this.stream = stream;
    }

    /** An answer that is written part by part; the stream is run once, whatever becomes of the client. */
    public static Answer streamed(String contentType, Map<String, String> headers, Stream stream) {
        return new Answer(200, contentType, headers, List.of(), new byte[0], stream);
    }

    /** An answer in JSON. */
    public static Answer json(int status, byte[] body) {
        return new Answer(status, JSON, Map.of(), body);
    }

    /** An answer in plain text, as people read it. */
    public static Answer plain(int status, String text) {
        return new Answer(status, PLAIN, Map.of(), text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same answer with these headers only. */
    public Answer with(Map<String, String> headers) {
        return new Answer(status, contentType, headers, repeated, body, stream);
    }

    /** The same answer with these headers too; where it has one of the name already, with this one instead. */
    public Answer and(Map<String, String> more) {
        if (more.isEmpty()) return this;
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.putAll(more);
        return new Answer(status, contentType, all, repeated, body, stream);
    }

    public int status() {
        return status;
    }

    public String contentType() {
        return contentType;
    }

    public Map<String, String> headers() {
        return headers;
    }

    /** Headers that may be there several times. */
    public List<Header> repeated() {
        return repeated;
    }

    public byte[] body() {
        return body;
    }

    /** What writes the body instead; null when the body is there as a whole. */
    public @Nullable Stream stream() {
        return stream;
    }
}
