package dev.skald.engine;

import dev.skald.asl.Payload;
import dev.skald.asl.TaskResource;
import dev.skald.core.Caller;
import dev.skald.core.Effect;
import dev.skald.core.TaskToken;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.task.JobPerformer;
import dev.skald.engine.task.TaskCall;
import dev.skald.engine.task.TaskOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    private final Engine engine;
    private final Map<Caller, CompensationOfExecutions> running = new ConcurrentHashMap<>();

    /** Those that wait for the end of a Map Run. */
    private final Map<String, Caller> ends = new ConcurrentHashMap<>();

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
        if (!mapRun.isEmpty() && awaitsRun(mapRun, task)) return new JobState.Running(LOOK_AGAIN);
        Optional<String> refusal = refusal(call, task);
        if (refusal.isPresent()) return new JobState.Ended(failed(refusal.get()));
        var undo = running.computeIfAbsent(task, key -> undo(key, call, mapRun));
        Optional<TaskOutcome> outcome = undo.outcome();
        if (outcome.isEmpty()) {
            undo.wake();
            return new JobState.Running(LOOK_AGAIN);
        }
        running.remove(task, undo);
        return new JobState.Ended(outcome.get());
    }

    private static TaskOutcome failed(String cause) {
        return new TaskOutcome.Failed(CompensationOfExecutions.FAILED, cause, Effect.UNCERTAIN);
    }

    /** Whether a Map Run may still begin children: its end has the task look again. */
    private boolean awaitsRun(String mapRunArn, Caller task) {
        ends.put(mapRunArn, task);
        if (engine.mapRuns.mayBegin(mapRunArn)) return true;
        ends.remove(mapRunArn);
        return false;
    }

    /** A Map Run has ended. */
    void runEnded(String mapRunArn) {
        Caller task = ends.remove(mapRunArn);
        if (task != null) engine.tell(task);
    }

    private static Caller task(TaskCall call) {
        return Optional.ofNullable(call.taskToken())
                .flatMap(TaskToken::parse)
                .map(token -> new Caller(token.executionId(), token.sequence()))
                .orElseThrow(() -> new IllegalStateException("a job without a token"));
    }

    private CompensationOfExecutions undo(Caller task, TaskCall call, String mapRun) {
        if (mapRun.isEmpty())
            return new CompensationOfExecutions(
                    engine, task, call, started(call).iterator(), 1);
        return new CompensationOfExecutions(
                engine, task, call, engine.mapRuns.children(mapRun), engine.mapRuns.concurrency(mapRun));
    }

    /** The executions that the step started, the last one first. */
    private List<Long> started(TaskCall call) {
        List<Long> started = new ArrayList<>();
        for (JsonNode arn : call.parameters().node().path("Executions"))
            started.add(engine.stored.require(arn.asString()).id());
        lost(call).forEach(row -> started.add(row.id()));
        return started.reversed();
    }

    /** Why they cannot be undone: one is not there any more, or was started by somebody else; empty when they can. */
    private Optional<String> refusal(TaskCall call, Caller task) {
        for (JsonNode arn : call.parameters().node().path("Executions")) {
            Optional<ExecutionRow> row = engine.stored.row(arn.asString());
            if (row.isEmpty()) return Optional.of(arn.asString() + " is not there any more");
            Caller caller = engine.stored.started(row.get()).caller();
            if (caller == null || caller.executionId() != task.executionId())
                return Optional.of(arn.asString() + " was started by somebody else, under the same name");
        }
        return Optional.empty();
    }

    /** What attempts started of whose starts nobody heard. */
    private List<ExecutionRow> lost(TaskCall call) {
        JsonNode parameters = call.parameters().node();
        Set<Caller> attempts = new HashSet<>();
        Map<String, ExecutionRow> found = new LinkedHashMap<>();
        for (JsonNode attempt : parameters.path("Attempts")) attempts.add(attempt(call, attempt.asString()));
        for (JsonNode attempt : parameters.path("Attempts"))
            engine.stored
                    .row(StartExecutionTask.started(
                            call.executionArn(), attempt.asString(), parameters.path("Arguments")))
                    .filter(row -> attempts.contains(engine.stored.started(row).caller()))
                    .ifPresent(row -> found.put(row.arn(), row));
        return List.copyOf(found.values());
    }

    private static Caller attempt(TaskCall call, String attemptId) {
        long sequence = Long.parseLong(attemptId.substring(attemptId.lastIndexOf('.') + 1));
        return new Caller(task(call).executionId(), sequence);
    }

    /** An execution has ended, or is undone. */
    void settled(long id) {
        running.values().forEach(undo -> undo.settled(id));
    }

    @Override
    public void cancel(TaskCall call, Payload submitted) {
        ends.values().remove(task(call));
        CompensationOfExecutions undo = running.remove(task(call));
        if (undo != null) undo.cancel();
    }
}
