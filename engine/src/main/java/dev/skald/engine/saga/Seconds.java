package dev.skald.engine.saga;

import java.time.Duration;

/** Durations as the Amazon States Language has them. */
final class Seconds {
    /** The largest number of seconds that a state may wait or take. */
    private static final long MAX = 99_999_999;

    private Seconds() {}

    /** @throws IllegalArgumentException when it is no number of whole seconds, or none that ASL can say */
    static long atLeastOne(String what, Duration duration) {
        if (duration.isZero()) throw new IllegalArgumentException(what + " must be at least one second");
        return whole(what, duration);
    }

    static long whole(String what, Duration duration) {
        long seconds = duration.toSeconds();
        if (duration.isNegative()
                || seconds > MAX
                || !Duration.ofSeconds(seconds).equals(duration))
            throw new IllegalArgumentException(
                    what + " must be a number of whole seconds, at most " + MAX + ", and is " + duration);
        return seconds;
    }
}
