package dev.skald.tasks.http;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a task may put into the headers of a request, wherever it sends it. */
public final class HeaderRules {
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /** On AWS and here. */
    private static final List<String> RESERVED_PREFIXES = List.of("x-forwarded-", "x-amz-", "x-amzn-");

    private HeaderRules() {}

    /** Whether a header is one that no task sets. */
    public static boolean isReserved(String name) {
        return RESERVED_PREFIXES.stream().anyMatch(name.toLowerCase(Locale.ROOT)::startsWith);
    }

    /** Whether it can be sent: a line break within a value would begin a header of its own. */
    public static boolean isSound(String name, String value) {
        return NAME.matcher(name).matches()
                && value.chars().noneMatch(c -> c < ' ' && c != '\t' || c == 0x7F || c > 0xFF);
    }
}
