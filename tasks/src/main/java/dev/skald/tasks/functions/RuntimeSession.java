package dev.skald.tasks.functions;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where a pool, which has invocations, and a function's process, which asks for them, meet.
 *
 * <pre>
 * INITIALISING --next--> READY --perform--> BUSY --response, error--> ANSWERED --next--> READY
 * any of them --exit, init error--> ENDED
 * </pre>
 */
final class RuntimeSession {
    private enum State {
        INITIALISING,
        READY,
        BUSY,
        ANSWERED,
        ENDED
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private State state = State.INITIALISING;
    private @Nullable RuntimeEvent event;
    private @Nullable Ending ending;
    private @Nullable Ending last;
    private long asked;

    // What the process asks and says, through the Runtime API.

    /**
     * The next event, which may be long in coming.
     *
     * @return null when there will be none: the process asked again meanwhile, or the session has ended
     * @throws IllegalStateException when the last event has no answer yet
     */
    @Nullable
    RuntimeEvent next() throws InterruptedException {
        lock.lock();
        try {
            if (state == State.BUSY) throw new IllegalStateException("the event at hand has no answer yet");
            if (state != State.ENDED) become(State.READY);
            long mine = ++asked;
            while (state == State.READY && mine == asked) changed.await();
            return state == State.BUSY && mine == asked ? event : null;
        } finally {
            lock.unlock();
        }
    }

    /** Whether it is the answer to the event at hand. Of several, the first counts. */
    boolean answer(String requestId, Ending answer) {
        lock.lock();
        try {
            if (state != State.BUSY || event == null || !event.requestId().equals(requestId)) return false;
            ending = answer;
            become(State.ANSWERED);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The process cannot get ready, or has ended. Of several reasons the first counts. */
    void end(Ending reason) {
        lock.lock();
        try {
            if (last == null) last = reason;
            become(State.ENDED);
        } finally {
            lock.unlock();
        }
    }

    // What the pool asks for.

    /** Waits until the process asks for an event; if that does not come about, why. */
    @Nullable
    Ending awaitReady(Duration most) throws InterruptedException {
        lock.lock();
        try {
            long nanos = most.toNanos();
            while (state != State.READY && state != State.ENDED && nanos > 0) nanos = changed.awaitNanos(nanos);
            return switch (state) {
                case READY -> null;
                case ENDED -> unbegun(last);
                case INITIALISING, BUSY, ANSWERED -> new Ending.TimedOut(false);
            };
        } finally {
            lock.unlock();
        }
    }

    private static @Nullable Ending unbegun(@Nullable Ending reason) {
        return reason instanceof Ending.Exited exited ? new Ending.Exited(exited.status(), false) : reason;
    }

    /**
     * Hands an event to a process that is ready, and waits for what comes of it.
     *
     * @param most how long; the process is then still at it
     */
    Ending perform(RuntimeEvent toDo, Duration most) throws InterruptedException {
        lock.lock();
        try {
            if (state == State.READY) begin(toDo);
            long nanos = TimeUnit.MILLISECONDS.toNanos(most.toMillis());
            while (state == State.BUSY && nanos > 0) nanos = changed.awaitNanos(nanos);
            if (ending != null) return ending;
            if (state == State.BUSY) return new Ending.TimedOut(true);
            return last == null ? new Ending.TimedOut(true) : last;
        } finally {
            lock.unlock();
        }
    }

    private void begin(RuntimeEvent toDo) {
        event = toDo;
        ending = null;
        become(State.BUSY);
    }

    boolean hasEnded() {
        lock.lock();
        try {
            return state == State.ENDED;
        } finally {
            lock.unlock();
        }
    }

    private void become(State next) {
        state = next;
        changed.signalAll();
    }
}
