package dev.skald.tasks;

import java.util.List;
import org.apache.hc.core5.http.Header;
import org.jspecify.annotations.Nullable;

/** An HTTP answer that was read, to its end or to a limit. */
public final class HttpAnswer {
    private final int status;
    private final String reason;
    private final List<Header> headers;
    private final byte[] body;
    private final boolean cut;

    HttpAnswer(int status, String reason, List<Header> headers, byte[] body, boolean cut) {
        this.status = status;
        this.reason = reason;
        this.headers = List.copyOf(headers);
        this.body = body;
        this.cut = cut;
    }

    public int status() {
        return status;
    }

    /** The reason phrase; where the server sent none, the usual one. */
    public String reason() {
        return reason;
    }

    /** In the order in which they came. */
    public List<Header> headers() {
        return headers;
    }

    /** The first header of that name, in any case; null when there is none. */
    public @Nullable String header(String name) {
        for (Header header : headers) if (header.getName().equalsIgnoreCase(name)) return header.getValue();
        return null;
    }

    /** The body, or its beginning when it is {@link #cut}. Not to be changed. */
    public byte[] body() {
        return body;
    }

    /** Whether the body is longer than the caller wanted; its rest was not read. */
    public boolean cut() {
        return cut;
    }
}
