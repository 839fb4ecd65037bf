package dev.skald.tasks;

import dev.skald.core.Effect;
import java.util.List;
import org.apache.hc.core5.http.Header;
import org.jspecify.annotations.Nullable;

/** An HTTP answer that was read, to its end or to a limit. */
public final class HttpAnswer {
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;

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

    /**
     * What is known of the effect of a request with this answer, which is no success. A redirection may come after the deed, and
     * what stands before the target may have passed the call on before it gave up (408, and 5xx, also 503). Whoever throttles has
     * done nothing. The rest is the target's own word.
     */
    public Effect effect() {
        if (status == TOO_MANY_REQUESTS) return Effect.NONE;
        return status < 400 || status == REQUEST_TIMEOUT || status >= 500 ? Effect.UNCERTAIN : Effect.REPORTED;
    }

    /** Whether the body is longer than the caller wanted; its rest was not read. */
    public boolean cut() {
        return cut;
    }
}
