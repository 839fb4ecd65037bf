package dev.skald.engine;

import dev.skald.asl.Payload;
import dev.skald.asl.RunClass;
import dev.skald.core.Event;
import dev.skald.core.Execution;
import dev.skald.core.Status;
import dev.skald.engine.store.ExecutionRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** DescribeExecution: from memory where the execution is live, else from the store. */
final class DescribeExecution {
    private final LiveExecutions executions;
    private final StoredExecutions stored;
    private final ExpressHistory express;
    private final Answers answers;

    DescribeExecution(LiveExecutions executions, StoredExecutions stored, ExpressHistory express, Answers answers) {
        this.executions = executions;
        this.stored = stored;
        this.express = express;
        this.answers = answers;
    }

    ExecutionDescription describe(String arn) {
        Optional<LiveExecution> live = executions.find(arn);
        if (live.isPresent()) {
            Optional<ExecutionDescription> description = look(live.get());
            if (description.isPresent()) return description.get();
        }
        Optional<ExecutionDescription> kept = express.describe(arn);
        return kept.orElseGet(() -> describe(stored.require(arn)));
    }

    /** Empty when the execution has left the memory meanwhile. */
    private Optional<ExecutionDescription> look(LiveExecution live) {
        var answer = new CompletableFuture<ExecutionDescription>();
        var look = new Request.Look(state -> answer.complete(of(live.row(), state)), answer);
        return live.submit(look) ? Optional.of(answers.of(answer)) : Optional.empty();
    }

    private ExecutionDescription describe(ExecutionRow row) {
        if (row.status().terminal()) return ended(row);
        return of(row, stored.fold(row));
    }

    /** An execution that has ended. */
    ExecutionDescription ended(ExecutionRow row) {
        Event end = stored.ended(row);
        Event.ExecutionStarted started = stored.started(row);
        RunResult result = result(row, started.input(), end.detail());
        return new ExecutionDescription(Rows.shown(row), result, List.of(), end.id(), started.caller());
    }

    /** How an execution ended, without reading more than its first and last events. */
    RunResult endOf(ExecutionRow row) {
        return result(row, stored.started(row).input(), stored.ended(row).detail());
    }

    /** The error that an execution ended with; empty when it has none, or was purged since its row was read. Reads its last event only, unless it was undone afterwards. */
    Optional<String> errorOf(ExecutionRow row) {
        Optional<ExecutionDescription> kept = express.describe(row.arn());
        if (kept.isPresent())
            return kept.map(description -> description.result().error());
        return stored.last(row)
                .map(last -> last.detail() instanceof Event.End ? last : stored.ended(row))
                .map(end -> end.detail() instanceof Event.End e ? e.error() : null);
    }

    private static RunResult result(ExecutionRow row, Payload input, Event.Detail end) {
        if (end instanceof Event.End e) return result(row, input, e.output(), e.error(), e.cause());
        throw new IllegalStateException("the journal of " + row.arn() + " does not end with its end");
    }

    private static RunResult result(
            ExecutionRow row, Payload input, @Nullable Payload output, @Nullable String error, @Nullable String cause) {
        return new RunResult(
                row.arn(),
                Rows.shownName(row),
                row.status(),
                input,
                output,
                error,
                cause,
                row.startedAt(),
                row.stoppedAt(),
                row.runClass(),
                row.sagaStatus());
    }

    /** The description of a state in memory. */
    static ExecutionDescription of(ExecutionRow row, Execution state) {
        Instant stoppedAt = state.stoppedAt();
        RunClass runClass = state.runClass();
        ExecutionRow now = stoppedAt == null || runClass == null ? row : row.ended(state.status(), stoppedAt, runClass);
        ExecutionRow shown = Rows.shown(now.withSagaStatus(state.sagaStatus()));
        return new ExecutionDescription(
                shown, resultOf(state), state.openStates(), state.lastEventId(), state.caller());
    }

    /** How an execution in memory stands. */
    static RunResult resultOf(Execution state) {
        Payload input = state.input();
        Instant startedAt = state.startedAt();
        if (input == null || startedAt == null)
            throw new IllegalStateException(state.identity().arn() + " has not begun");
        Status status = state.status();
        return new RunResult(
                state.identity().arn(),
                state.identity().name(),
                status,
                input,
                state.output(),
                state.error(),
                state.cause(),
                startedAt,
                state.stoppedAt(),
                state.runClass(),
                state.sagaStatus());
    }
}
