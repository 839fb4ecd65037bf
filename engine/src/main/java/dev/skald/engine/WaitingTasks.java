package dev.skald.engine;

import dev.skald.asl.Json;
import dev.skald.asl.Payload;
import dev.skald.core.Command;
import dev.skald.core.Effect;
import dev.skald.core.Event;
import dev.skald.core.Execution;
import dev.skald.core.TaskToken;
import dev.skald.core.WaitingTask;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.StatusStore;
import dev.skald.engine.store.Waited;
import dev.skald.engine.store.WaitingTaskQuery;
import dev.skald.engine.store.WaitingTaskRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Tasks with {@code .waitForTaskToken} as a person sees and answers them. */
final class WaitingTasks {
    /** How long who and why may be, in characters. */
    static final int PERSON_LENGTH_MAX = 256;

    static final int REASON_LENGTH_MAX = 4_096;

    /** The error of a rejection that names none. */
    private static final String REJECTED = "Rejected";

    private final StatusStore store;
    private final LiveExecutions executions;
    private final StoredExecutions stored;
    private final Answers answers;
    private final int outputBytesMax;

    WaitingTasks(
            StatusStore store,
            LiveExecutions executions,
            StoredExecutions stored,
            Answers answers,
            int outputBytesMax) {
        this.store = store;
        this.executions = executions;
        this.stored = stored;
        this.answers = answers;
        this.outputBytesMax = outputBytesMax;
    }

    // Looking.

    /** @throws ServiceException ExecutionDoesNotExist, InvalidArn */
    TaskPage list(@Nullable String machineArn, @Nullable String executionArn, @Nullable Waited after, int limit) {
        Long execution = executionArn == null
                ? null
                : (Long) stored.require(executionArn).id();
        List<WaitingTaskRow> rows = store.waitingTasks(
                new WaitingTaskQuery(machineArn, execution, after == null ? Waited.NOTHING : after, limit));
        List<TaskDescription> found = new ArrayList<>();
        for (WaitingTaskRow task : rows) {
            // Gone, if its execution was purged since the list was read.
            stored.row(task.executionId())
                    .flatMap(row -> description(handle(task), row, task.state(), task.timeoutAt()))
                    .ifPresent(found::add);
        }
        return new TaskPage(found, rows.size() < limit ? null : rows.getLast().place());
    }

    private static TaskHandle handle(WaitingTaskRow task) {
        return new TaskHandle(task.executionId(), task.sequence());
    }

    /** @throws ServiceException TaskDoesNotExist, TaskTimedOut when it is over */
    TaskDescription describe(TaskHandle handle) {
        ExecutionRow row = stored.row(handle.executionId()).orElseThrow(Refusals::taskDoesNotExist);
        WaitingTask task = find(handle, row).orElseThrow(Refusals::taskTimedOut);
        return description(handle, row, task.state(), task.timeoutAt()).orElseThrow(Refusals::taskDoesNotExist);
    }

    /** @throws ServiceException InvalidToken, TaskDoesNotExist, TaskTimedOut when it is over */
    TaskDescription describeByToken(String tokenText) {
        TaskToken token = TaskToken.parse(tokenText).orElseThrow(Refusals::invalidToken);
        TaskDescription task = describe(new TaskHandle(token.executionId(), token.sequence()));
        if (!CallbackCheck.equal(task.token().secret(), token.secret())) throw Refusals.invalidToken();
        return task;
    }

    private Optional<WaitingTask> find(TaskHandle handle, ExecutionRow row) {
        Optional<LiveExecution> live = executions.find(row.arn());
        if (live.isPresent()) {
            var answer = new CompletableFuture<Optional<WaitingTask>>();
            var look = new Request.Look(state -> answer.complete(state.waitingTask(handle.sequence())), answer);
            if (live.get().submit(look)) return answers.of(answer);
        }
        return stored.fold(row).waitingTask(handle.sequence());
    }

    /** Empty when the execution is gone, or the event is none that schedules such a task. */
    private Optional<TaskDescription> description(
            TaskHandle handle, ExecutionRow row, String state, @Nullable Instant timeoutAt) {
        List<Event> events = stored.events(handle.executionId(), handle.sequence(), 1);
        if (events.isEmpty() || !(events.getFirst().detail() instanceof Event.TaskScheduled scheduled))
            return Optional.empty();
        String secret = scheduled.tokenSecret();
        if (secret == null) return Optional.empty();
        var token = new TaskToken(handle.executionId(), handle.sequence(), secret);
        Payload shown =
                Payload.ofText(scheduled.parameters().text().replace(token.text(), TaskDescription.TOKEN_SHOWN));
        Instant since = events.getFirst().at();
        return Optional.of(new TaskDescription(
                handle, Rows.shown(row), state, since, timeoutAt, scheduled.heartbeatSeconds(), shown, token));
    }

    // Answering.

    void approve(TaskHandle handle, @Nullable Payload output, String who, String why) {
        Payload given = output == null ? approval(who, why) : output;
        if (given.utf8Length() > outputBytesMax)
            throw Refusals.validation(
                    "'output' has " + given.utf8Length() + " bytes; the limit is " + outputBytesMax + ".");
        answer(handle, new Command.CompleteTask(handle.sequence(), given), who, why);
    }

    /** So that the workflow knows as well. */
    private static Payload approval(String who, String why) {
        ObjectNode members = Json.object();
        members.set("approved", Json.bool(true));
        members.set("who", Json.text(who));
        members.set("why", Json.text(why));
        return Payload.of(members);
    }

    void reject(TaskHandle handle, @Nullable String error, @Nullable String cause, String who, String why) {
        requireLength("error", error, Dispatcher.ERROR_CHARS_MAX);
        requireLength("cause", cause, Dispatcher.CAUSE_CHARS_MAX);
        var failure = new Command.FailTask(
                handle.sequence(), error == null ? REJECTED : error, cause == null ? why : cause, Effect.REPORTED);
        answer(handle, failure, who, why);
    }

    private static void requireLength(String name, @Nullable String text, int charsMax) {
        if (text != null && text.length() > charsMax)
            throw Refusals.validation("'" + name + "' has more than " + charsMax + " characters.");
    }

    private void answer(TaskHandle handle, Command.EndTask end, String who, String why) {
        requireText("who", who, PERSON_LENGTH_MAX);
        requireText("why", why, REASON_LENGTH_MAX);
        ExecutionRow row = stored.row(handle.executionId()).orElseThrow(Refusals::taskDoesNotExist);
        if (row.settled()) throw Refusals.taskTimedOut();
        var ask = Request.Ask.ofPerson(new Command.AnswerTask(end, who, why));
        executions.submit(handle.executionId(), ask);
        if (!answers.of(ask.answer()).decided()) throw Refusals.taskTimedOut();
    }

    /**
     * What a person says is kept in the history.
     *
     * @throws ServiceException ValidationException
     */
    static void requireText(String name, String text, int lengthMax) {
        if (text.isBlank()) throw Refusals.validation("'" + name + "' is required: it is kept in the history.");
        if (text.length() > lengthMax)
            throw Refusals.validation("'" + name + "' has at most " + lengthMax + " characters.");
    }

    /** Why a person may not answer a task, as the execution's owner sees it. */
    static Optional<ServiceException> refusal(Execution execution, Command command) {
        if (!(command instanceof Command.AnswerTask answer)) return Optional.empty();
        boolean waits = execution.waitingTask(answer.end().sequence()).isPresent();
        return waits ? Optional.empty() : Optional.of(Refusals.taskTimedOut());
    }
}
