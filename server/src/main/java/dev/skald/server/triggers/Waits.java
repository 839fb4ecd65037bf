package dev.skald.server.triggers;

import dev.skald.engine.RunResult;
import dev.skald.engine.ServiceException;
import dev.skald.engine.Skald;
import dev.skald.server.http.Client;
import dev.skald.server.http.LongPolls;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The callers that wait for the end of an execution. Each blocks its virtual thread until the engine says that the execution
 * has ended; nobody polls. A caller that goes away is sent home.
 */
final class Waits {
    private final Skald skald;
    private final Semaphore room;
    private final LongPolls polls = new LongPolls();

    Waits(Skald skald, int waitersMax) {
        this.skald = skald;
        room = new Semaphore(waitersMax);
    }

    /** How many wait. */
    int waiting() {
        return polls.waiting();
    }

    /** Sends those who wait home, and lets nobody wait again. */
    void stop() {
        polls.stop();
    }

    /** The client closed its connection while it waited. */
    static final class ClientGone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ClientGone() {
            super("the client has gone", null, false, false);
        }
    }

    /**
     * Waits for the end of an execution. When that takes longer, or there is no room for one more who waits, the result says
     * RUNNING.
     *
     * @throws ClientGone when the client closes its connection meanwhile
     * @throws InterruptedException when the server stops
     */
    RunResult await(Client client, String executionArn, Duration atMost) throws InterruptedException {
        if (atMost.isZero() || !room.tryAcquire())
            return skald.describeExecution(executionArn).result();
        try {
            return whileThere(client, () -> skald.await(executionArn, atMost));
        } finally {
            room.release();
        }
    }

    /**
     * Does something that takes long for as long as the client is there.
     *
     * @throws ClientGone when the client closes its connection meanwhile
     * @throws InterruptedException when the server stops
     */
    <T> T whileThere(Client client, LongPolls.Wait<T> work) throws InterruptedException {
        Thread waiting = Thread.currentThread();
        AtomicBoolean gone = new AtomicBoolean();
        try (Client.Watch _ = client.watch(() -> leave(gone, waiting))) {
            return polls.in(() -> uninterrupted(work));
        } catch (InterruptedException stopped) {
            if (gone.get()) throw new ClientGone();
            throw stopped;
        } finally {
            // An interrupt that came too late to end the wait must not hit what comes after it.
            if (gone.get()) Thread.interrupted();
        }
    }

    private static void leave(AtomicBoolean gone, Thread waiting) {
        gone.set(true);
        waiting.interrupt();
    }

    // The engine answers an interrupted caller as one whose time is up, and leaves the interrupt to see.
    private static <T> T uninterrupted(LongPolls.Wait<T> work) throws InterruptedException {
        try {
            T result = work.await();
            if (Thread.interrupted()) throw new InterruptedException("sent home");
            return result;
        } catch (ServiceException late) {
            if (Thread.interrupted()) throw new InterruptedException("sent home");
            throw late;
        }
    }
}
