package dev.skald.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Waits for the answers to what was asked of the engine's threads. */
final class Answers {
    /** How long a caller waits for a commit; then it gets a retryable error, and the outcome is open. */
    static final Duration AT_MOST = Duration.ofSeconds(30);

    private final Patience patience;

    Answers(Patience patience) {
        this.patience = patience;
    }

    /** @throws ServiceException the refusal it failed with, or InternalFailure when it took too long */
    <T extends @Nullable Object> T of(CompletableFuture<T> answer) {
        if (!answer.isDone() && !await(answer, AT_MOST)) throw Refusals.late();
        try {
            return answer.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof ServiceException refused) throw refused;
            throw failed;
        }
    }

    /** Waits; false when that took too long, or the thread was interrupted. */
    boolean await(CompletableFuture<?> answer, Duration atMost) {
        try {
            return patience.await(answer, atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
