package dev.skald.engine;

import dev.skald.engine.store.ExecutionRow;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Waits for the end of an execution, in memory or at rest. */
final class AwaitExecution {
    private final LiveExecutions executions;
    private final StoredExecutions stored;
    private final DescribeExecution describe;
    private final Ends ends;
    private final Answers answers;

    AwaitExecution(
            LiveExecutions executions,
            StoredExecutions stored,
            DescribeExecution describe,
            Ends ends,
            Answers answers) {
        this.executions = executions;
        this.stored = stored;
        this.describe = describe;
        this.ends = ends;
        this.answers = answers;
    }

    RunResult await(String arn, Duration atMost) {
        Optional<LiveExecution> live = executions.find(arn);
        if (live.isPresent()) return await(arn, live.get().id, atMost);
        ExecutionRow row = stored.require(arn);
        return row.status().terminal() ? describe.endOf(row) : await(arn, row.id(), atMost);
    }

    // An execution tells its end after it has left the memory: so whoever finds it there will hear of it.
    private RunResult await(String arn, long id, Duration atMost) {
        CompletableFuture<RunResult> end = ends.enter(id);
        try {
            if (!executions.contains(id) && hasEnded(id))
                return describe.describe(arn).result();
            if (answers.await(end, atMost)) return end.join();
            return describe.describe(arn).result();
        } finally {
            ends.leave(id);
        }
    }

    /** One that is nowhere any more, because it was never stored, has ended too. */
    private boolean hasEnded(long id) {
        return stored.row(id).map(row -> row.status().terminal()).orElse(true);
    }
}
