package dev.skald.engine;

import dev.skald.core.Command;
import dev.skald.engine.store.ExecutionRow;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** StopExecution: stopping what has ended changes nothing and tells when it ended. */
final class StopExecution {
    private final LiveExecutions executions;
    private final StoredExecutions stored;
    private final Answers answers;

    StopExecution(LiveExecutions executions, StoredExecutions stored, Answers answers) {
        this.executions = executions;
        this.stored = stored;
        this.answers = answers;
    }

    Instant stop(String arn, @Nullable String error, @Nullable String cause) {
        Optional<LiveExecution> live = executions.find(arn);
        if (live.isPresent()) return stop(live.get().id, error, cause);
        ExecutionRow row = stored.require(arn);
        Instant stoppedAt = row.stoppedAt();
        return stoppedAt == null ? stop(row.id(), error, cause) : stoppedAt;
    }

    private Instant stop(long id, @Nullable String error, @Nullable String cause) {
        var ask = Request.Ask.of(new Command.Stop(error, cause));
        executions.submit(id, ask);
        return answers.of(ask.answer()).at();
    }
}
