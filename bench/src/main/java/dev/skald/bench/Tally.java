package dev.skald.bench;

import org.jspecify.annotations.Nullable;

/** What came of a load. Filled by one thread; the threads' tallies are added up at the end. */
final class Tally {
    /** A load with so many failures is of no use, and stops. */
    static final int FAILURES_MAX = 100;

    private final Window window;
    private final Latencies latencies = new Latencies();
    private long completedInAll;
    private long failures;
    private @Nullable String firstFailure;
    private @Nullable CpuUse cpu;

    Tally(Window window) {
        this.window = window;
    }

    void completed(long startedNanos, long endedNanos) {
        completedInAll++;
        if (window.measures(endedNanos)) latencies.add(endedNanos - startedNanos);
    }

    void failed(String reason) {
        failures++;
        if (firstFailure == null) firstFailure = reason;
    }

    boolean useless() {
        return failures >= FAILURES_MAX;
    }

    void add(Tally other) {
        latencies.add(other.latencies);
        completedInAll += other.completedInAll;
        failures += other.failures;
        if (firstFailure == null) firstFailure = other.firstFailure;
    }

    /** @throws IllegalStateException when anything failed: figures of a load that fails mean nothing */
    Tally checked() {
        if (failures > 0) throw new IllegalStateException(failures + " failed; the first: " + firstFailure);
        return this;
    }

    Tally with(CpuUse use) {
        cpu = use;
        return this;
    }

    /** How many were completed, those of the warm-up included. */
    long completedInAll() {
        return completedInAll;
    }

    /** The times of those that were completed within the window. */
    Latencies latencies() {
        return latencies;
    }

    double measuredSeconds() {
        return window.seconds();
    }

    double perSecond() {
        return latencies.count() / window.seconds();
    }

    /** What the processors did meanwhile, in words. */
    String cpu() {
        return cpu == null ? "" : cpu.describe(latencies.count());
    }
}
