package dev.skald.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Task calls of an engine on a {@link SimulatedThread} that take time, or never end: virtual time passes meanwhile.
 *
 * <p>Each call has a thread of its own, so that it can stop in the middle, but never do two threads run at once: a call goes
 * on as a step of the simulated thread, which waits until the call ends or waits itself. So a run stays the same run under
 * the same seed. A call that the engine gives up goes on with an {@link InterruptedException}, as in earnest.
 */
public final class SimulatedCalls implements Executor {
    private final VirtualClock clock;
    private final SimulatedThread thread;

    public SimulatedCalls(VirtualClock clock, SimulatedThread thread) {
        this.clock = clock;
        this.thread = thread;
    }

    @Override
    public void execute(Runnable call) {
        thread.execute(new Call(call)::goOn);
    }

    /**
     * Lets virtual time pass within the call that asks.
     *
     * @throws InterruptedException when the engine gives the call up meanwhile
     * @throws IllegalStateException when no call of this asks
     */
    public void pass(Duration duration) throws InterruptedException {
        current().await(clock.now().plus(duration));
    }

    /**
     * Never answers: ends only when the engine gives the call up.
     *
     * @throws InterruptedException then
     */
    public void hang() throws InterruptedException {
        current().await(null);
    }

    private Call current() {
        if (Thread.currentThread() instanceof Call call && call.belongsTo(this)) return call;
        throw new IllegalStateException("only a task call can wait here");
    }

    private final class Call extends Thread {
        private final Runnable body;
        private final Semaphore goes = new Semaphore(0);
        private final Semaphore stops = new Semaphore(0);
        private boolean begun;
        private boolean over;
        private @Nullable Throwable broken;

        Call(Runnable body) {
            super("skald-simulated-call");
            this.body = body;
            setDaemon(true);
        }

        boolean belongsTo(SimulatedCalls calls) {
            return SimulatedCalls.this == calls;
        }

        /** A step of the simulated thread: lets the call run until it waits or ends. */
        private void goOn() {
            if (over) return;
            if (!begun) start();
            begun = true;
            goes.release();
            stops.acquireUninterruptibly();
            if (broken != null) throw new IllegalStateException("a task call broke", broken);
        }

        @Override
        public void run() {
            goes.acquireUninterruptibly();
            try {
                body.run();
            } catch (RuntimeException | Error failed) {
                broken = failed;
            } finally {
                over = true;
                stops.release();
            }
        }

        /** The engine gives the call up: it hears of that in a step of its own. */
        @Override
        public void interrupt() {
            super.interrupt();
            thread.execute(this::goOn);
        }

        /** @param until null means for ever */
        private void await(@Nullable Instant until) throws InterruptedException {
            try (EngineClock.Alarm alarm = clock.alarm(() -> thread.execute(this::goOn))) {
                if (until != null) alarm.set(until);
                while (until == null || clock.now().isBefore(until)) {
                    if (Thread.interrupted()) throw new InterruptedException("given up");
                    stops.release();
                    goes.acquireUninterruptibly();
                }
                if (Thread.interrupted()) throw new InterruptedException("given up");
            }
        }
    }
}
