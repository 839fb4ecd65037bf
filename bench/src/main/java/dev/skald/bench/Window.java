package dev.skald.bench;

import java.time.Duration;

/**
 * The stretch of time that is measured: between a warm-up and the end.
 *
 * @param from when it begins, as {@link System#nanoTime()} counts
 * @param to when it ends, and with it the load
 */
record Window(long from, long to) {
    static Window after(Duration warmUp, Duration measured) {
        long from = System.nanoTime() + warmUp.toNanos();
        return new Window(from, from + measured.toNanos());
    }

    boolean over(long nanoTime) {
        return nanoTime - to >= 0;
    }

    boolean measures(long nanoTime) {
        return nanoTime - from >= 0 && !over(nanoTime);
    }

    double seconds() {
        return (to - from) / 1e9;
    }
}
