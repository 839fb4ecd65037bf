package dev.skald.engine;

import dev.skald.engine.store.Store;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Gives each execution its number. The store reserves them in blocks, the next one while the last is being used. */
final class ExecutionIds {
    private static final int BLOCK = 4_096;

    private final Store store;
    private final Committer committer;
    private final Answers answers;
    private long next;
    private long end;
    private @Nullable CompletableFuture<Long> coming;

    ExecutionIds(Store store, Committer committer, Answers answers) {
        this.store = store;
        this.committer = committer;
        this.answers = answers;
    }

    long next() {
        while (true) {
            CompletableFuture<Long> block;
            synchronized (this) {
                if (next < end) return take();
                block = reserve();
            }
            begin(answers.of(block));
        }
    }

    private long take() {
        if (end - next <= BLOCK / 2) coming = reserve();
        return next++;
    }

    /** The block that is being reserved; one that failed is asked for anew. */
    private CompletableFuture<Long> reserve() {
        CompletableFuture<Long> block = coming;
        if (block == null || block.isCompletedExceptionally()) {
            block = committer.write(() -> store.reserveExecutionIds(BLOCK));
        }
        coming = block;
        return block;
    }

    /** Whoever waited for the block first begins it; blocks grow, so the others see that it has begun. */
    private synchronized void begin(long first) {
        if (first < end) return;
        coming = null;
        next = first;
        end = first + BLOCK;
    }
}
