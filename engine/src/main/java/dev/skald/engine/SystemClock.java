package dev.skald.engine;

import dev.skald.asl.TimeLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The machine's wall clock.
 *
 * <p>An alarm compares instants, not durations, and looks again at least once a second: so a clock that is set back or
 * forward neither lets a timer fire early nor keeps it from firing.
 */
public final class SystemClock implements EngineClock {
    private static final Logger LOG = LoggerFactory.getLogger(SystemClock.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final Duration SHORTEST = Duration.ofMillis(1);

    /** AWS ends expressions after one second; a busy machine may be slower. */
    private static final Duration EXPRESSION_MAX = Duration.ofSeconds(2);

    @Override
    public Instant now() {
        return Instant.ofEpochMilli(System.currentTimeMillis());
    }

    @Override
    public Alarm alarm(Runnable ring) {
        var alarm = new WallAlarm(ring);
        Thread.ofPlatform().daemon().name("skald-alarm").start(alarm::run);
        return alarm;
    }

    @Override
    public TimeLimit expressionLimit() {
        return () -> {
            long begun = System.nanoTime();
            return () -> System.nanoTime() - begun > EXPRESSION_MAX.toNanos();
        };
    }

    private final class WallAlarm implements Alarm {
        private final Runnable ring;
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        private @Nullable Instant at;
        private boolean closed;

        WallAlarm(Runnable ring) {
            this.ring = ring;
        }

        @Override
        public void set(Instant instant) {
            lock.lock();
            try {
                at = instant;
                changed.signal();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            lock.lock();
            try {
                closed = true;
                changed.signal();
            } finally {
                lock.unlock();
            }
        }

        private void run() {
            while (awaitInstant()) ring();
        }

        private void ring() {
            try {
                ring.run();
            } catch (RuntimeException broken) {
                LOG.error("What the alarm rang for broke", broken);
            }
        }

        /** Waits until the instant has come; false when closed. */
        private boolean awaitInstant() {
            lock.lock();
            try {
                while (!closed && !due()) changed.awaitNanos(nanosToWait());
                at = null;
                return !closed;
            } catch (InterruptedException e) {
                // Nobody but this class knows the thread: an interrupt can only mean that it should end.
                return false;
            } finally {
                lock.unlock();
            }
        }

        private boolean due() {
            return at != null && !at.isAfter(now());
        }

        private long nanosToWait() {
            if (at == null) return LOOK_AGAIN.toNanos();
            Duration rest = Duration.between(now(), at);
            Duration wait = rest.compareTo(LOOK_AGAIN) < 0 ? rest : LOOK_AGAIN;
            return Math.max(SHORTEST.toNanos(), wait.toNanos());
        }
    }
}
