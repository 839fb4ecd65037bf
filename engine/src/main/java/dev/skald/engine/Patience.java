package dev.skald.engine;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How a caller waits for an answer: by blocking its thread, or, in a simulation, by doing the work itself meanwhile. */
public interface Patience {
    /** Blocks the calling thread. */
    Patience BLOCKING = new Patience() {
        @Override
        public boolean await(CompletableFuture<?> answer, Duration atMost) throws InterruptedException {
            try {
                answer.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
                return true;
            } catch (ExecutionException | CancellationException failed) {
                return true;
            } catch (TimeoutException late) {
                return false;
            }
        }

        @Override
        public boolean blocks() {
            return true;
        }
    };

    /** Waits until the answer is there, or failed; false when that took too long. */
    boolean await(CompletableFuture<?> answer, Duration atMost) throws InterruptedException;

    /** Whether other threads go on while a caller waits. If not, nobody may wait for room in a queue. */
    boolean blocks();
}
