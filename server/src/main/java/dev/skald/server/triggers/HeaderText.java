package dev.skald.server.triggers;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Names and values of headers that a project or a function gives. */
final class HeaderText {
    private static final Logger LOG = LoggerFactory.getLogger(HeaderText.class);

    /** What the listener says itself. */
    private static final Set<String> OWN =
            Set.of("content-type", "content-length", "transfer-encoding", "connection", "keep-alive", "upgrade");

    private HeaderText() {}

    /** Adds a header that can be sent; others are left out, with a line in the log. */
    static void put(Map<String, String> headers, String name, String value) {
        if (!isOwn(name) && sendable(name, value)) headers.put(name, value);
    }

    /** Whether a header can be sent at all. */
    static boolean sendable(String name, String value) {
        boolean good = !name.isEmpty()
                && name.chars().allMatch(HeaderText::ofToken)
                && value.chars().allMatch(c -> c >= ' ' && c != 0x7F && c <= 0xFF || c == '\t');
        if (!good) LOG.warn("A header is left out, because it cannot be sent: {}", RequestMapping.shown(name));
        return good;
    }

    /** Whether the listener itself sends this one. */
    static boolean isOwn(String name) {
        return OWN.contains(name.toLowerCase(Locale.ROOT));
    }

    private static boolean ofToken(int c) {
        return c >= '0' && c <= '9'
                || c >= 'A' && c <= 'Z'
                || c >= 'a' && c <= 'z'
                || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    /** The value of a header, whatever the case of its name. */
    static @Nullable String find(Map<String, String> headers, String name) {
        for (Map.Entry<String, String> each : headers.entrySet())
            if (each.getKey().equalsIgnoreCase(name)) return each.getValue();
        return null;
    }
}
