package dev.skald.engine;

import dev.skald.asl.Payload;
import dev.skald.core.Command;
import dev.skald.core.Effect;
import dev.skald.core.Identity;
import dev.skald.core.TaskToken;
import dev.skald.core.Work;
import dev.skald.engine.task.JobPerformer;
import dev.skald.engine.task.TaskCall;
import dev.skald.engine.task.TaskOutcome;
import dev.skald.engine.task.TaskPerformer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds someone for each task, calls it on a thread of its own, and turns its outcome into a command. */
final class Dispatcher {
    /** AWS's limits of {@code Error} and {@code Cause}. */
    static final int ERROR_CHARS_MAX = 256;

    static final int CAUSE_CHARS_MAX = 32_768;

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final List<TaskPerformer> performers;
    private final ConcurrencyLimits limits;
    private final Executor tasks;
    private final Set<TaskRun> entered = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Dispatcher(List<TaskPerformer> performers, int functionConcurrency, Executor tasks) {
        this.performers = List.copyOf(performers);
        this.limits = new ConcurrencyLimits(functionConcurrency);
        this.tasks = tasks;
    }

    int running() {
        return limits.running();
    }

    int waiting() {
        return limits.waiting();
    }

    /** No call begins from now on; those that run are interrupted, and what they come to is not wanted. */
    void close() {
        closed = true;
        entered.forEach(TaskRun::giveUp);
    }

    /**
     * Has a task performed. Its end comes back to the execution as {@link Request.EndTask}.
     *
     * @param repeated whether the task may have been performed before the engine started
     * @return the call; null when nobody performs such a task, and the execution has been told
     */
    @Nullable
    TaskRun perform(TaskOwner owner, Work.RunTask work, boolean repeated) {
        return begin(prepare(owner, work, null, repeated));
    }

    /** Whether nobody is here to do a task, but somebody may come: it is not to be performed yet. */
    boolean isMissing(TaskOwner owner, Work.RunTask work) {
        TaskPerformer performer = performerOf(owner, work);
        return performer != null && !performer.isHere(call(owner.identity(), work, false));
    }

    /**
     * Has someone look at a job. Its end comes back as {@link Request.EndTask}, else {@link Request.JobRuns}.
     *
     * @return the look; null when nobody performs such a task, and the execution has been told
     */
    @Nullable
    TaskRun look(TaskOwner owner, Work.AwaitJob job, boolean repeated) {
        return begin(prepare(owner, job.task(), job.submitted(), repeated));
    }

    /** Has a job stopped that nobody waits for any more. */
    void cancel(TaskOwner owner, Work.AwaitJob job) {
        if (closed || !(performerOf(owner, job.task()) instanceof JobPerformer performer)) return;
        tasks.execute(() -> cancel(performer, call(owner.identity(), job.task(), true), job.submitted()));
    }

    private static void cancel(JobPerformer performer, TaskCall call, Payload submitted) {
        try {
            performer.cancel(call, submitted);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException broken) {
            LOG.atWarn()
                    .addKeyValue("executionArn", call.executionArn())
                    .addKeyValue("state", call.state())
                    .setCause(broken)
                    .log("The job of {} was not stopped", call.resource().arn());
        }
    }

    private @Nullable TaskRun begin(@Nullable TaskRun run) {
        if (run != null && limits.acquire(run)) start(run);
        return run;
    }

    private @Nullable TaskRun prepare(
            TaskOwner owner, Work.RunTask work, @Nullable Payload submitted, boolean repeated) {
        TaskCall call = call(owner.identity(), work, repeated);
        try {
            TaskPerformer performer = performerOf(owner, work);
            if (performer != null)
                return new TaskRun(owner, work, call, performer, performer.limitedBy(call), submitted);
            owner.submit(new Request.Tell(nobodyPerforms(work)));
        } catch (RuntimeException broken) {
            owner.submit(new Request.Tell(command(work, threw(call, broken, Effect.NONE))));
        }
        return null;
    }

    private @Nullable TaskPerformer performerOf(TaskOwner owner, Work.RunTask work) {
        JobPerformer mock = owner.mock(work);
        if (mock != null) return mock;
        boolean job = work.resource().waitsForJob();
        for (TaskPerformer each : performers)
            if (each.performs(work.resource()) && (!job || each instanceof JobPerformer)) return each;
        return null;
    }

    private static Command nobodyPerforms(Work.RunTask work) {
        String cause = "Nothing here performs tasks with the resource '"
                + work.resource().arn() + "'.";
        return new Command.FailTask(work.sequence(), "States.Runtime", cause, Effect.NONE);
    }

    private static TaskCall call(Identity identity, Work.RunTask work, boolean repeated) {
        String secret = work.tokenSecret();
        String token = secret == null ? null : new TaskToken(identity.id(), work.sequence(), secret).text();
        return new TaskCall(
                identity.arn(),
                identity.stateMachineArn(),
                work.state(),
                work.resource(),
                work.parameters(),
                work.credentials(),
                token,
                work.key(),
                work.key() + "." + work.sequence(),
                work.retryCount(),
                work.timeoutAt(),
                repeated);
    }

    private void start(TaskRun run) {
        tasks.execute(() -> runAndEnd(run));
    }

    private void runAndEnd(TaskRun run) {
        Request told = closed || !run.enter() ? null : entered(run);
        TaskRun next = limits.release(run);
        if (next != null && !closed) start(next);
        if (told == null || closed) return;
        run.owner.submit(told);
    }

    /** Null when the call was given up: its execution has decided already what comes of it. */
    private @Nullable Request entered(TaskRun run) {
        entered.add(run);
        if (closed) run.giveUp();
        try {
            return run.submitted == null ? performed(run) : looked(run, run.submitted);
        } catch (Throwable broken) {
            return run.givenUp() ? null : ended(run, threw(run.call, broken, Effect.UNCERTAIN));
        } finally {
            run.leave();
            entered.remove(run);
        }
    }

    private static Request performed(TaskRun run) throws InterruptedException {
        TaskOutcome outcome = uncertainIfRepeated(run.call, readable(run.performer.perform(run.call)));
        if (outcome instanceof TaskOutcome.Succeeded(var result)
                && run.work.resource().outlivesItsCall())
            return new Request.EndTask(run, new Command.SubmitTask(run.work.sequence(), result));
        return ended(run, outcome);
    }

    private static Request looked(TaskRun run, Payload submitted) throws InterruptedException {
        if (!(run.performer instanceof JobPerformer performer))
            throw new IllegalStateException("no performer of jobs: " + run.performer);
        return switch (performer.look(run.call, submitted)) {
            case JobPerformer.JobState.Ended(var outcome) -> ended(run, readable(outcome));
            case JobPerformer.JobState.Running(var pause) -> new Request.JobRuns(run, pause);
        };
    }

    private static Request ended(TaskRun run, TaskOutcome outcome) {
        return new Request.EndTask(run, command(run.work, outcome));
    }

    /** Makes text and tree of a result here, so that no turn stumbles over one that is no JSON. */
    private static TaskOutcome readable(TaskOutcome outcome) {
        if (!(outcome instanceof TaskOutcome.Succeeded(var result))) return outcome;
        try {
            var _ = result.utf8Length();
            return result.node().isMissingNode() ? noJson("it is empty") : outcome;
        } catch (RuntimeException | StackOverflowError noJson) {
            return noJson(String.valueOf(noJson.getMessage()));
        }
    }

    private static TaskOutcome noJson(String reason) {
        return new TaskOutcome.Failed("States.TaskFailed", "The result is no JSON: " + reason, Effect.UNCERTAIN);
    }

    private static TaskOutcome threw(TaskCall call, Throwable broken, Effect effect) {
        LOG.atWarn()
                .addKeyValue("executionArn", call.executionArn())
                .addKeyValue("state", call.state())
                .setCause(broken)
                .log("The performer of {} threw", call.resource().arn());
        String cause = "The performer of " + call.resource().arn() + " threw " + broken;
        return new TaskOutcome.Failed("States.TaskFailed", cause, effect);
    }

    // An earlier run of this very attempt may have happened: that this one did nothing says little.
    private static TaskOutcome uncertainIfRepeated(TaskCall call, TaskOutcome outcome) {
        if (!call.repeated() || !(outcome instanceof TaskOutcome.Failed(var error, var cause, var effect)))
            return outcome;
        return effect == Effect.NONE ? new TaskOutcome.Failed(error, cause, Effect.UNCERTAIN) : outcome;
    }

    private static Command command(Work.RunTask work, TaskOutcome outcome) {
        return switch (outcome) {
            case TaskOutcome.Failed(var error, var cause, var effect) ->
                new Command.FailTask(work.sequence(), cut(error, ERROR_CHARS_MAX), cut(cause, CAUSE_CHARS_MAX), effect);
            case TaskOutcome.Succeeded(var result) -> new Command.CompleteTask(work.sequence(), result);
        };
    }

    private static @Nullable String cut(@Nullable String text, int charsMax) {
        return text == null || text.length() <= charsMax ? text : text.substring(0, charsMax);
    }
}
