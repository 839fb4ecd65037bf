package dev.skald.server.metrics;

import java.time.Duration;

/** The buckets of every histogram: one per order of magnitude, from a millisecond to a day. */
final class Buckets {
    private Buckets() {}

    static Duration[] of() {
        return new Duration[] {
            Duration.ofMillis(1),
            Duration.ofMillis(10),
            Duration.ofMillis(100),
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Duration.ofSeconds(100),
            Duration.ofHours(1),
            Duration.ofDays(1)
        };
    }
}
