package dev.skald.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGTERM and Ctrl-C: requests under way get their answers, then the store is closed; the process waits for that. Opened
 * before what is to be closed, so that it is closed after it.
 */
final class Shutdown implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);
    private static final long CLOSE_SECONDS_MAX = 30;

    private final CountDownLatch told = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    Shutdown() {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::tell));
    }

    private void tell() {
        told.countDown();
        try {
            if (!closed.await(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) LOG.warn("Not everything could be closed in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when the process is told to end. */
    void await() throws InterruptedException {
        told.await();
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
