package dev.skald.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Time that passes only when somebody says so, for an engine on real threads whose participants are really called.
 *
 * <pre>{@code
 * VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
 * try (Skald skald = Skald.inMemory().parts(time.parts()).functions(endpoint).open()) {
 *     skald.start(machine, "order-4711", input);
 *     time.pass(Duration.ofDays(365), VirtualTime.PATIENCE);
 * }
 * }</pre>
 *
 * <p>Time stops at each instant at which a timer is due, until all that follows from it is decided and stored, and the task
 * calls that it brings about have been answered: a call takes no virtual time. Who does not answer within the patience is
 * waited for once, and then hangs as far as virtual time is concerned.
 */
public final class VirtualTime {
    /** How long a call may take, in real time, before it counts as one that hangs. */
    public static final Duration PATIENCE = Duration.ofSeconds(2);

    /** How long may be waited, in real time, for what is due at one instant. */
    static final Duration INSTANT_MAX = Duration.ofSeconds(30);

    /** Any number of calls may be under way. */
    private static final int ANY = Integer.MAX_VALUE;

    /** At how many instants time stops at most, while it passes once. */
    public static final int STOPS_MAX = 100_000;

    /** The last instant that can be reached. */
    public static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

    private final VirtualClock clock;
    private final WorkUnderWay work = new WorkUnderWay();
    private int hanging;

    private VirtualTime(VirtualClock clock) {
        this.clock = clock;
    }

    public static VirtualTime startingAt(Instant start) {
        return new VirtualTime(new VirtualClock(Instant.ofEpochMilli(start.toEpochMilli())));
    }

    /**
     * What came of letting time pass.
     *
     * @param now where time stands
     * @param arrived whether that is where it was meant to go: not when it would have had to stop too often
     * @param settled whether all that was due is decided and stored, and every call has been answered
     */
    public record Passed(Instant now, boolean arrived, boolean settled) {}

    /** What an engine stands on when its time is this: for {@link SkaldBuilder#parts}, of one engine. */
    public EngineParts parts() {
        return EngineParts.of(clock).counted(work);
    }

    public Instant now() {
        return clock.now();
    }

    /**
     * Lets time pass.
     *
     * @param patience how long, in real time, a call is waited for
     * @throws IllegalArgumentException for a negative duration, and for one beyond {@link #LAST}
     */
    public Passed pass(Duration duration, Duration patience) throws InterruptedException {
        if (duration.compareTo(Duration.between(now(), LAST)) > 0) throw beyond();
        return passTo(now().plus(duration), patience);
    }

    /**
     * Lets time pass up to an instant.
     *
     * @param patience how long, in real time, a call is waited for
     * @throws IllegalArgumentException for an instant that is over, or beyond {@link #LAST}
     */
    public synchronized Passed passTo(Instant target, Duration patience) throws InterruptedException {
        if (target.isBefore(now())) throw new IllegalArgumentException("Time does not go back: it is " + now() + ".");
        if (target.isAfter(LAST)) throw beyond();
        boolean settled = settle(patience);
        for (int stops = 0; stops < STOPS_MAX; stops++) {
            Instant next = clock.nextAlarm().filter(due -> !due.isAfter(target)).orElse(null);
            clock.advanceTo(next == null ? target : next);
            settled = settle(patience);
            if (next == null && !dueBy(target)) return new Passed(now(), true, settled);
        }
        return new Passed(now(), false, settled);
    }

    /** Lets time pass up to the next instant that an execution waits for; stays when there is none. */
    public synchronized Passed passToNext(Skald skald, Duration patience) throws InterruptedException {
        boolean settled = settle(patience);
        Instant next = next(skald).orElse(null);
        return next == null ? new Passed(now(), false, settled) : passTo(next, patience);
    }

    /** The next instant that an execution waits for, also one at rest. */
    public Optional<Instant> next(Skald skald) {
        return skald.nextTimer().map(due -> due.isBefore(now()) ? now() : due);
    }

    private boolean dueBy(Instant target) {
        return clock.nextAlarm().filter(due -> !due.isAfter(target)).isPresent();
    }

    private static IllegalArgumentException beyond() {
        return new IllegalArgumentException("Time ends at " + LAST + ".");
    }

    /** Waits for the engine, and for calls as long as some are answered; for one that hangs, only the first time. */
    private boolean settle(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + INSTANT_MAX.toNanos();
        boolean quiet = work.awaitQuiet(ANY, INSTANT_MAX);
        hanging = Math.min(hanging, work.calls());
        long answered = -1;
        while (answered != work.callsEnded() && System.nanoTime() < end) {
            answered = work.callsEnded();
            if (work.awaitQuiet(hanging, patience)) return quiet && hanging == 0;
        }
        quiet &= work.awaitQuiet(ANY, INSTANT_MAX);
        hanging = work.calls();
        return quiet && hanging == 0;
    }
}
