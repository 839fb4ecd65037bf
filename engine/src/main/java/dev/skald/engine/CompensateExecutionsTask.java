package dev.skald.engine;

import dev.skald.asl.Payload;
import dev.skald.asl.TaskResource;
import dev.skald.core.Caller;
import dev.skald.core.Effect;
import dev.skald.core.TaskToken;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.MapRunRow;
import dev.skald.engine.task.JobPerformer;
import dev.skald.engine.task.TaskCall;
import dev.skald.engine.task.TaskOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/**
 * The undo of a step that began executions of its own: those that a Task with {@code startExecution.sync} started, or the
 * children of a Map Run. Each is undone through its own log; one that still runs is stopped, which undoes it.
 *
 * <p>What there is to do follows from the rows of the executions, so that a job that is looked at after a crash begins anew.
 */
final class CompensateExecutionsTask implements JobPerformer {
    /** How often the task looks whether all is undone: only for the case that the process dies in between. */
    static final Duration LOOK_AGAIN = Duration.ofMinutes(10);

    /** How soon it looks again at a Map Run whose children are still being stopped. */
    static final Duration RUN_ENDS = Duration.ofMillis(100);

    private final Engine engine;
    private final Map<Caller, CompensationOfExecutions> running = new ConcurrentHashMap<>();

    CompensateExecutionsTask(Engine engine) {
        this.engine = engine;
    }

    @Override
    public boolean performs(TaskResource resource) {
        return resource instanceof TaskResource.Integration integration && integration.compensatesExecutions();
    }

    @Override
    public String limitedBy(TaskCall call) {
        return "states:compensateExecutions";
    }

    @Override
    public TaskOutcome perform(TaskCall call) {
        return new TaskOutcome.Succeeded(Payload.EMPTY_OBJECT);
    }

    @Override
    public JobState look(TaskCall call, Payload submitted) {
        Caller task = task(call);
        String mapRun =
                call.parameters().node().path("Arguments").path("MapRunArn").asString("");
        if (!mapRun.isEmpty() && runs(mapRun)) return new JobState.Running(RUN_ENDS);
        Optional<String> gone = gone(call);
        if (gone.isPresent()) return new JobState.Ended(gone(gone.get()));
        var undo = running.computeIfAbsent(task, key -> undo(key, call, mapRun));
        Optional<TaskOutcome> outcome = undo.outcome();
        if (outcome.isEmpty()) {
            undo.wake();
            return new JobState.Running(LOOK_AGAIN);
        }
        running.remove(task, undo);
        return new JobState.Ended(outcome.get());
    }

    private static Caller task(TaskCall call) {
        return Optional.ofNullable(call.taskToken())
                .flatMap(TaskToken::parse)
                .map(token -> new Caller(token.executionId(), token.sequence()))
                .orElseThrow(() -> new IllegalStateException("a job without a token"));
    }

    /** Whether a Map Run may still begin children. */
    private boolean runs(String mapRunArn) {
        return !engine.mapRuns.require(mapRunArn).status().terminal();
    }

    private CompensationOfExecutions undo(Caller task, TaskCall call, String mapRun) {
        if (mapRun.isEmpty())
            return new CompensationOfExecutions(
                    engine, task, call, started(call).iterator(), 1);
        MapRunRow run = engine.mapRuns.require(mapRun);
        int concurrency = run.settings().maxConcurrency();
        int most =
                concurrency == 0 ? MapRunWorker.CONCURRENCY_MAX : Math.min(concurrency, MapRunWorker.CONCURRENCY_MAX);
        return new CompensationOfExecutions(engine, task, call, engine.mapRuns.children(mapRun), most);
    }

    /** The executions that the step started, the last one first. */
    private List<Long> started(TaskCall call) {
        JsonNode parameters = call.parameters().node();
        List<Long> started = new ArrayList<>();
        for (JsonNode arn : parameters.path("Executions"))
            started.add(engine.stored.require(arn.asString()).id());
        String attempt = parameters.path("Attempt").asString("");
        if (!attempt.isEmpty())
            lost(call, attempt, parameters.path("Arguments"))
                    .map(ExecutionRow::id)
                    .ifPresent(started::add);
        return started.reversed();
    }

    /** The first of them that is not in the store any more: nothing is known of what it did. */
    private Optional<String> gone(TaskCall call) {
        for (JsonNode arn : call.parameters().node().path("Executions"))
            if (engine.stored.row(arn.asString()).isEmpty()) return Optional.of(arn.asString());
        return Optional.empty();
    }

    private static TaskOutcome gone(String arn) {
        return new TaskOutcome.Failed(
                CompensationOfExecutions.FAILED, arn + " is not there any more", Effect.UNCERTAIN);
    }

    /** What an attempt started of whose start nobody heard. */
    private Optional<ExecutionRow> lost(TaskCall call, String attemptId, JsonNode arguments) {
        long sequence = Long.parseLong(attemptId.substring(attemptId.lastIndexOf('.') + 1));
        var caller = new Caller(task(call).executionId(), sequence);
        return engine.stored
                .row(StartExecutionTask.started(call.executionArn(), attemptId, arguments))
                .filter(row -> caller.equals(engine.stored.started(row).caller()));
    }

    /** An execution has ended, or is undone. */
    void settled(long id) {
        running.values().forEach(undo -> undo.settled(id));
    }

    @Override
    public void cancel(TaskCall call, Payload submitted) {
        running.remove(task(call));
    }
}
