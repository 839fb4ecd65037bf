package dev.skald.server.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The headers of a request. Names are looked up without regard to case. */
public interface Headers {
    /** The first value of a header; null when the request has none. */
    @Nullable
    String first(String name);

    /** All values of a header, in their order. */
    List<String> all(String name);

    /** The names, each once, as they were sent. */
    List<String> names();
}
