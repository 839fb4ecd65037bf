package dev.skald.engine;

import dev.skald.engine.task.TaskMocks;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What every execution in memory shares. Made in one place: {@link Engine}. */
record Services(
        Settings settings,
        EngineParts parts,
        Timers timers,
        Committer committer,
        StoredExecutions stored,
        Definitions definitions,
        Dispatcher dispatcher,
        Activities activities,
        Listeners listeners,
        TaskMocks mocks,
        Counts counts) {

    /** What is counted as it goes. */
    static final class Counts {
        final LongAdder commandsWaiting = new LongAdder();
        private final AtomicInteger turns = new AtomicInteger();
        private final CompletableFuture<Void> quiet = new CompletableFuture<>();
        private volatile boolean closing;

        void turnBegins() {
            turns.incrementAndGet();
        }

        void turnEnds() {
            if (turns.decrementAndGet() == 0 && closing) quiet.complete(null);
        }

        /** Whether no further turn is to be taken, because the engine closes. */
        boolean closing() {
            return closing;
        }

        /** Lets no further turn begin; done when none is under way. */
        CompletableFuture<Void> quiet() {
            closing = true;
            if (turns.get() == 0) quiet.complete(null);
            return quiet;
        }
    }
}
