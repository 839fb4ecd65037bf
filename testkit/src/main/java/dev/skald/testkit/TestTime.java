package dev.skald.testkit;

import dev.skald.engine.SimulatedThread;
import dev.skald.engine.Skald;
import dev.skald.engine.VirtualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The time of a test: it passes only when the test says so, and then at once. Everything that is due on the way happens, each at
 * its own instant.
 */
public final class TestTime {
    private final VirtualClock clock;
    private final SimulatedThread thread;
    private final Supplier<Skald> skald;

    TestTime(VirtualClock clock, SimulatedThread thread, Supplier<Skald> skald) {
        this.clock = clock;
        this.thread = thread;
        this.skald = skald;
    }

    public Instant now() {
        return clock.now();
    }

    /** Lets time pass: {@code time.pass(Duration.ofDays(365))}. */
    public void pass(Duration duration) {
        clock.advance(duration);
    }

    /**
     * Lets time pass up to an instant.
     *
     * @throws IllegalArgumentException when it is over
     */
    public void passTo(Instant instant) {
        if (instant.isBefore(now())) throw new IllegalArgumentException("it is " + now() + " already");
        clock.advanceTo(instant);
    }

    /** Lets time pass up to the next instant that an execution waits for; false when none waits for any. */
    public boolean toNextTimer() {
        settle();
        Optional<Instant> next = skald.get().nextTimer();
        next.ifPresent(due -> clock.advanceTo(due.isBefore(now()) ? now() : due));
        return next.isPresent();
    }

    /** Lets everything happen that can happen now. */
    public void settle() {
        thread.runAll();
    }
}
