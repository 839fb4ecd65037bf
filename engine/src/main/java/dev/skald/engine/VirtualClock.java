package dev.skald.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A clock that stands still until it is moved: a year passes in no time.
 *
 * <p>Moving it forward lets the alarms on the way go off in their order, each at its own instant. Together with a {@link
 * SimulatedThread} all work that an alarm causes is done before the next one goes off.
 */
public final class VirtualClock implements EngineClock {
    private final List<VirtualAlarm> alarms = new ArrayList<>();
    private Instant now;
    private Runnable settle = () -> {};

    public VirtualClock(Instant start) {
        now = start;
    }

    /** A clock that starts at 2026-01-01T00:00:00Z. */
    public VirtualClock() {
        this(Instant.parse("2026-01-01T00:00:00Z"));
    }

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized Alarm alarm(Runnable ring) {
        var alarm = new VirtualAlarm(ring);
        alarms.add(alarm);
        return alarm;
    }

    /** What lets work finish before time moves on. */
    void settleBy(Runnable work) {
        settle = work;
    }

    /** Lets time pass. */
    public void advance(Duration duration) {
        advanceTo(now().plus(duration));
    }

    /** Lets time pass up to an instant; does nothing but let alarms go off that are due when it is not in the future. */
    public void advanceTo(Instant target) {
        settle.run();
        while (!arrivedAt(target)) {
            VirtualAlarm next = dueBy(target);
            if (next == null) continue;
            next.ring.run();
            settle.run();
        }
        settle.run();
    }

    /** Lets time pass up to the next alarm; false when none is set. */
    public boolean advanceToNextAlarm() {
        settle.run();
        Optional<Instant> next = nextAlarm();
        next.ifPresent(this::advanceTo);
        return next.isPresent();
    }

    /** When the next alarm goes off. */
    public synchronized Optional<Instant> nextAlarm() {
        return earliest().map(alarm -> alarm.at);
    }

    /** Sets the clock to any instant, without letting alarms on the way go off first: a clock that jumps. */
    public void jumpTo(Instant instant) {
        synchronized (this) {
            now = instant;
        }
        advanceTo(instant);
    }

    /** Forgets all alarms: what a crash does to them. */
    public synchronized void forgetAlarms() {
        alarms.clear();
    }

    /** Arrives there unless an alarm goes off on the way: also one that another thread sets at the last moment. */
    private synchronized boolean arrivedAt(Instant target) {
        boolean due =
                earliest().filter(alarm -> !alarm.instant().isAfter(target)).isPresent();
        if (!due) forwardTo(target);
        return !due;
    }

    private synchronized void forwardTo(Instant target) {
        if (target.isAfter(now)) now = target;
    }

    private synchronized @Nullable VirtualAlarm dueBy(Instant target) {
        VirtualAlarm next = earliest().orElse(null);
        if (next == null || next.at == null || next.at.isAfter(target)) return null;
        forwardTo(next.at);
        next.at = null;
        return next;
    }

    private Optional<VirtualAlarm> earliest() {
        return alarms.stream().filter(alarm -> alarm.at != null).min(Comparator.comparing(VirtualAlarm::instant));
    }

    private final class VirtualAlarm implements Alarm {
        private final Runnable ring;
        private @Nullable Instant at;

        VirtualAlarm(Runnable ring) {
            this.ring = ring;
        }

        private Instant instant() {
            return at == null ? Instant.MAX : at;
        }

        @Override
        public void set(Instant instant) {
            synchronized (VirtualClock.this) {
                at = instant.isAfter(now) ? instant : null;
            }
            if (at == null) ring.run();
        }

        @Override
        public void close() {
            synchronized (VirtualClock.this) {
                at = null;
                alarms.remove(this);
            }
        }
    }
}
