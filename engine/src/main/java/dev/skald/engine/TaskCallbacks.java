package dev.skald.engine;

import dev.skald.asl.Payload;
import dev.skald.core.Command;
import dev.skald.core.Effect;
import dev.skald.core.TaskToken;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** SendTaskSuccess, SendTaskFailure, SendTaskHeartbeat. Section 3.4 of the reference. */
final class TaskCallbacks {
    private final LiveExecutions executions;
    private final StoredExecutions stored;
    private final Answers answers;

    TaskCallbacks(LiveExecutions executions, StoredExecutions stored, Answers answers) {
        this.executions = executions;
        this.stored = stored;
        this.answers = answers;
    }

    void complete(String tokenText, Payload output) {
        TaskToken token = parse(tokenText);
        send(token, new Command.CompleteTask(token.sequence(), output), true);
    }

    void fail(String tokenText, @Nullable String error, @Nullable String cause) {
        TaskToken token = parse(tokenText);
        send(token, new Command.FailTask(token.sequence(), error, cause, Effect.REPORTED), true);
    }

    /** A task without a heartbeat limit takes heartbeats too: they change nothing. */
    void heartbeat(String tokenText) {
        TaskToken token = parse(tokenText);
        send(token, new Command.HeartbeatTask(token.sequence()), false);
    }

    private static TaskToken parse(String text) {
        return TaskToken.parse(text).orElseThrow(Refusals::invalidToken);
    }

    private void send(TaskToken token, Command command, boolean decides) {
        requireOpen(token);
        var callback = new Request.Callback(token.sequence(), token.secret());
        var ask = new Request.Ask(command, callback, false, new CompletableFuture<>());
        executions.submit(token.executionId(), ask);
        boolean decided = answers.of(ask.answer()).decided();
        if (decides && !decided) throw Refusals.taskTimedOut();
    }

    private void requireOpen(TaskToken token) {
        if (executions.contains(token.executionId())) return;
        var row = stored.row(token.executionId()).orElseThrow(Refusals::taskDoesNotExist);
        if (row.settled()) throw Refusals.taskTimedOut();
    }
}
