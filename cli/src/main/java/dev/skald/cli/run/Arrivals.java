package dev.skald.cli.run;

import dev.skald.core.Event;
import dev.skald.core.Identity;
import dev.skald.engine.EngineListener;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Tells a waiting thread that something was committed. */
public final class Arrivals implements EngineListener {
    private static final long WAIT_MILLIS_MAX = 500;

    private final Semaphore arrived = new Semaphore(0);

    @Override
    public void committed(Identity identity, List<Event> events) {
        if (arrived.availablePermits() == 0) arrived.release();
    }

    /** Returns when something was committed since the last call, or after a short time. */
    void await() throws InterruptedException {
        if (arrived.tryAcquire(WAIT_MILLIS_MAX, TimeUnit.MILLISECONDS)) arrived.drainPermits();
    }
}
