package dev.skald.tasks.http;

import java.util.concurrent.TimeUnit;

/**
 * Until when a task may go on, by the clock that is never set.
 *
 * @param endNanos of {@link System#nanoTime()}
 */
record Deadline(long endNanos) {
    static Deadline in(long millis) {
        return new Deadline(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis));
    }

    /** 0 or less when it has passed. */
    long leftMillis() {
        return TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime());
    }
}
