package dev.skald.core;

import dev.skald.asl.Payload;
import org.jspecify.annotations.Nullable;

/**
 * What the outside asks of one execution. A command about work that is already over decides no event.
 *
 * <p>{@code sequence} names work by the {@link Event#sequence()} of the event that called for it.
 */
public sealed interface Command {
    /**
     * Begins the execution.
     *
     * @param caller the task that starts it and waits for its end; null when no task waits for it
     */
    record Start(Payload input, @Nullable Caller caller) implements Command {
        public Start(Payload input) {
            this(input, null);
        }
    }

    /** A task has ended. */
    sealed interface EndTask extends Command {
        long sequence();
    }

    /** A task's result. */
    record CompleteTask(long sequence, Payload output) implements EndTask {}

    /**
     * A task's failure.
     *
     * @param error the error name; null when a callback gave none
     */
    record FailTask(
            long sequence, @Nullable String error, @Nullable String cause, Effect effect) implements EndTask {}

    /** A person ends a task that waits for its token: who and why are kept in the history. */
    record AnswerTask(EndTask end, String who, String why) implements Command {}

    /** All children of a Map Run have ended, as far as needed. */
    record CompleteMapRun(long sequence, Payload output) implements Command {}

    /** A Map Run failed: too many of its children did, or items or results could not be read or written. */
    record FailMapRun(long sequence, String error, @Nullable String cause) implements Command {}

    /** A task was handed over and now waits for a callback or for its job; {@code output} is what the service answered. */
    record SubmitTask(long sequence, Payload output) implements Command {}

    /** A worker took an activity task. */
    record StartActivity(long sequence, @Nullable String workerName) implements Command {}

    /** A sign of life of a task that waits for a callback. */
    record HeartbeatTask(long sequence) implements Command {}

    /** An instant of {@link Work.Timer} has come. Fired too early, it decides nothing. */
    record FireTimer(long sequence) implements Command {}

    /** StopExecution. */
    record Stop(@Nullable String error, @Nullable String cause) implements Command {}

    /**
     * RedriveExecution: an execution that ended without success goes on. Decides nothing for any other, see
     * {@link Redrivability}.
     *
     * @param clientToken by which a repeated request is known
     * @param input the new input of the one state that is redriven; only where {@link Execution#statesToRedrive()} has one
     * @param definition the hash of another text that the execution runs from here on; null when it stays
     */
    record Redrive(
            @Nullable String clientToken,
            @Nullable Payload input,
            @Nullable String definition) implements Command {}

    /**
     * A person acts on a saga: who and why are kept in the history. Decides nothing where it makes no sense, see {@link
     * Execution#refusal}.
     *
     * @param park names what is parked, see {@link Park}; 0 for the execution as a whole
     * @param payload RETRY: the new input of the compensation or state; DONE, HAPPENED: the result; null when there is none
     */
    record Operate(
            OperatorAction action, long park, @Nullable Payload payload, String who, String why) implements Command {}

    /** Go on with what a bounded turn left over ({@link Work.Continue}). */
    record Continue() implements Command {}
}
