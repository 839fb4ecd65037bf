package dev.skald.core;

import dev.skald.asl.Payload;
import dev.skald.asl.TaskResource;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an execution waits for. Derived from its state, never decided: a restart needs no code of its own.
 *
 * <p>{@link #sequence()} is that of the event that called for the work, and names it in commands.
 */
public sealed interface Work {
    long sequence();

    /** A bounded turn left something over: {@link Command.Continue}, behind the commands that wait. */
    record Continue(long sequence) implements Work {}

    /**
     * A task to perform: end it by CompleteTask or FailTask, or by SubmitTask if it waits for a callback.
     *
     * @param key the same for all attempts of this visit of the state, also after a crash
     * @param tokenSecret makes the callback token; null when the task has none
     * @param retryCount how many attempts of this visit went before
     * @param timeoutAt when the decider will give the attempt up; null means never
     */
    record RunTask(
            long sequence,
            String state,
            TaskResource resource,
            Payload parameters,
            @Nullable Payload credentials,
            String key,
            @Nullable String tokenSecret,
            int retryCount,
            @Nullable Instant timeoutAt)
            implements Work {}

    /** An activity task that no worker has taken: StartActivity when one does. */
    record OfferActivity(long sequence, String state, String activityArn, Payload input, String key, String tokenSecret)
            implements Work {}

    /** A task that someone else will end by its callback token. */
    record AwaitCallback(long sequence, String state, String tokenSecret) implements Work {}

    /**
     * A job that a task with {@code .sync} started: end the task by CompleteTask or FailTask when the job has ended. Its
     * callback token ends it too.
     *
     * @param task the task that started it
     * @param submitted what the service answered to the start
     */
    record AwaitJob(RunTask task, Payload submitted) implements Work {
        @Override
        public long sequence() {
            return task.sequence();
        }
    }

    /**
     * A Map Run: run children, and end it by CompleteMapRun or FailMapRun.
     *
     * @param state the Map state
     * @param started the sequence of the run's MapRunStarted: with the execution's id the key of the run
     * @param redriveCount how often the run was redriven
     */
    record RunMap(long sequence, String state, MapRun run, long started, int redriveCount) implements Work {}

    /** An instant to wake at: {@link Command.FireTimer}. */
    record Timer(long sequence, Instant dueAt) implements Work {}
}
