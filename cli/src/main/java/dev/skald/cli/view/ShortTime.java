package dev.skald.cli.view;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Times as people say them: {@code 112 ms}, {@code 1.4 s}, {@code 3 min}, {@code 2 h ago}, {@code in 5 d}. */
public final class ShortTime {
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private ShortTime() {}

    /** How long something took. */
    public static String duration(Duration duration) {
        long millis = Math.max(0, duration.toMillis());
        if (millis < SECOND) return millis + " ms";
        if (millis < 10 * SECOND) return String.format(Locale.ROOT, "%.1f s", Math.floor(millis / 100.0) / 10);
        return coarse(millis);
    }

    private static String coarse(long millis) {
        if (millis < 2 * MINUTE) return millis / SECOND + " s";
        if (millis < 2 * HOUR) return millis / MINUTE + " min";
        if (millis < 2 * DAY) return millis / HOUR + " h";
        return millis / DAY + " d";
    }

    /** When something was or will be, seen from now. */
    public static String relative(Instant instant, Instant now) {
        long millis = Duration.between(now, instant).toMillis();
        if (Math.abs(millis) < SECOND) return "now";
        return millis < 0 ? coarse(-millis) + " ago" : "in " + coarse(millis);
    }
}
