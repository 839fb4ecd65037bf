package dev.skald.core;

import dev.skald.asl.Next;
import dev.skald.asl.Payload;
import dev.skald.asl.RunClass;
import dev.skald.asl.StateType;
import dev.skald.asl.TaskResource;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of an execution's journal: one AWS history event with the private facts that replay needs, or an event of
 * Skald's own that AWS does not publish.
 *
 * @param sequence the place in the journal: 1, 2, 3, ... without gaps
 * @param id AWS's event id: 1, 2, 3, ... over the published events; 0 for an event of Skald's own
 * @param previousId AWS's {@code previousEventId}
 * @param at when, in whole milliseconds; never before the event before it
 * @param scope where in the execution: 0 is the root, others are branches of a Parallel or iterations of a Map
 */
public record Event(long sequence, long id, long previousId, Instant at, int scope, Detail detail) {

    /** Whether GetExecutionHistory shows it. */
    public boolean published() {
        return id > 0;
    }

    /** What happened. Records only ever gain components, at the end. */
    public sealed interface Detail {}

    /** An event of Skald's own: stored, but without a public id. */
    public sealed interface Private extends Detail {}

    /**
     * @param startAt the first state
     * @param timeoutAt when the machine's {@code TimeoutSeconds} is over; null when it has none
     * @param caller the task that started it; null when no task waits for it
     * @param saga whether its machine has saga fields
     */
    public record ExecutionStarted(
            Payload input,
            String startAt,
            @Nullable Instant timeoutAt,
            @Nullable Caller caller,
            boolean saga) implements Detail {
        public ExecutionStarted(Payload input, String startAt, @Nullable Instant timeoutAt) {
            this(input, startAt, timeoutAt, null);
        }

        public ExecutionStarted(Payload input, String startAt, @Nullable Instant timeoutAt, @Nullable Caller caller) {
            this(input, startAt, timeoutAt, caller, false);
        }
    }

    /** The execution ends. Its class is Skald's own, and no part of the public history. */
    public sealed interface End extends Detail {
        Status status();

        RunClass runClass();

        default @Nullable Payload output() {
            return null;
        }

        default @Nullable String error() {
            return null;
        }

        default @Nullable String cause() {
            return null;
        }

        /** The same end in another class. */
        End in(RunClass runClass);
    }

    public record ExecutionSucceeded(Payload output, RunClass runClass) implements End {
        public ExecutionSucceeded(Payload output) {
            this(output, RunClass.Success);
        }

        @Override
        public Status status() {
            return Status.SUCCEEDED;
        }

        @Override
        public ExecutionSucceeded in(RunClass other) {
            return new ExecutionSucceeded(output, other);
        }
    }

    public record ExecutionFailed(
            @Nullable String error, @Nullable String cause, RunClass runClass) implements End {
        public ExecutionFailed(@Nullable String error, @Nullable String cause) {
            this(error, cause, RunClass.UnknownFailure);
        }

        @Override
        public Status status() {
            return Status.FAILED;
        }

        @Override
        public ExecutionFailed in(RunClass other) {
            return new ExecutionFailed(error, cause, other);
        }
    }

    public record ExecutionTimedOut(
            @Nullable String error, @Nullable String cause, RunClass runClass) implements End {
        public ExecutionTimedOut(@Nullable String error, @Nullable String cause) {
            this(error, cause, RunClass.UnknownFailure);
        }

        @Override
        public Status status() {
            return Status.TIMED_OUT;
        }

        @Override
        public ExecutionTimedOut in(RunClass other) {
            return new ExecutionTimedOut(error, cause, other);
        }
    }

    public record ExecutionAborted(
            @Nullable String error, @Nullable String cause, RunClass runClass) implements End {
        public ExecutionAborted(@Nullable String error, @Nullable String cause) {
            this(error, cause, RunClass.UnknownFailure);
        }

        @Override
        public Status status() {
            return Status.ABORTED;
        }

        @Override
        public ExecutionAborted in(RunClass other) {
            return new ExecutionAborted(error, cause, other);
        }
    }

    /**
     * An execution that had ended goes on where it had stopped.
     *
     * @param redriveCount how many redrives there have been, this one included
     * @param timeoutAt when the machine's {@code TimeoutSeconds}, counted anew, is over; null when it has none
     * @param clientToken by which a repeated request is known
     * @param input replaces the input of the one state that is redriven; null when that stays
     * @param definition the hash of the text that the execution runs from here on; null when that stays
     */
    public record ExecutionRedriven(
            int redriveCount,
            @Nullable Instant timeoutAt,
            @Nullable String clientToken,
            @Nullable Payload input,
            @Nullable String definition)
            implements Detail {}

    /** @param dueAt until when a Wait state waits; null for other types, and for a Wait that could not be evaluated */
    public record StateEntered(
            StateType type,
            String name,
            Payload input,
            @Nullable Instant dueAt) implements Detail {}

    /**
     * @param assigned the variables that it assigned; empty when there are none
     * @param caughtByName whether it failed, and a catcher took it that names the error
     */
    public record StateExited(
            StateType type, String name, Payload output, Next next, Map<String, Payload> assigned, boolean caughtByName)
            implements Detail {
        public StateExited {
            assigned = Collections.unmodifiableMap(new LinkedHashMap<>(assigned));
        }

        public StateExited(StateType type, String name, Payload output, Next next) {
            this(type, name, output, next, Map.of(), false);
        }

        public StateExited(StateType type, String name, Payload output, Next next, Map<String, Payload> assigned) {
            this(type, name, output, next, assigned, false);
        }
    }

    /**
     * A JSONata expression could not be evaluated; what becomes of the state follows.
     *
     * @param location the field, such as {@code Arguments/FunctionName}; null when it is none in particular
     */
    public record EvaluationFailed(
            String state,
            String error,
            String cause,
            @Nullable String location) implements Detail {}

    /** Published as TaskStateAborted, WaitStateAborted, MapStateAborted or ParallelStateAborted. */
    public record StateAborted(StateType type, String name) implements Detail {}

    /**
     * Published as LambdaFunctionScheduled, TaskScheduled or ActivityScheduled.
     *
     * @param parameters what the task gets
     * @param credentials the evaluated {@code Credentials}
     * @param tokenSecret 32 hex digits that make the callback token unguessable; null when there is no callback
     * @param key the same for all attempts of this visit of the state
     * @param compensation the state that undoes what this one does; null when there is none
     */
    public record TaskScheduled(
            TaskResource resource,
            Payload parameters,
            @Nullable Long timeoutSeconds,
            @Nullable Long heartbeatSeconds,
            @Nullable Payload credentials,
            @Nullable String tokenSecret,
            String key,
            @Nullable String compensation)
            implements Detail {
        public TaskScheduled(
                TaskResource resource,
                Payload parameters,
                @Nullable Long timeoutSeconds,
                @Nullable Long heartbeatSeconds,
                @Nullable Payload credentials,
                @Nullable String tokenSecret,
                String key) {
            this(resource, parameters, timeoutSeconds, heartbeatSeconds, credentials, tokenSecret, key, null);
        }
    }

    /**
     * Published as LambdaFunctionStarted, TaskStarted or ActivityStarted. The time-outs count from here.
     *
     * @param workerName who took an activity task
     */
    public record TaskStarted(
            TaskResource resource,
            @Nullable String workerName,
            @Nullable Instant timeoutAt,
            @Nullable Instant heartbeatAt)
            implements Detail {}

    /** The service took the task; a callback, or the end of its job, will end it. */
    public record TaskSubmitted(TaskResource resource, Payload output) implements Detail {}

    /** Published as LambdaFunctionSucceeded, TaskSucceeded or ActivitySucceeded. */
    public record TaskSucceeded(TaskResource resource, Payload output) implements Detail {}

    /** Published as LambdaFunctionFailed, TaskFailed or ActivityFailed. */
    public record TaskFailed(
            TaskResource resource,
            @Nullable String error,
            @Nullable String cause,
            Effect effect) implements Detail {}

    /**
     * Published as LambdaFunctionTimedOut, TaskTimedOut or ActivityTimedOut, with error {@code States.Timeout}.
     *
     * @param heartbeat whether it was a heartbeat that was missed
     */
    public record TaskTimedOut(TaskResource resource, boolean heartbeat) implements Detail {}

    /**
     * Published without details.
     *
     * @param arguments the input of every branch
     * @param firstScope the scope of the first branch; the others follow
     * @param startAt where each branch starts
     */
    public record ParallelStarted(Payload arguments, int firstScope, List<String> startAt) implements Detail {}

    public record ParallelSucceeded() implements Detail {}

    public record ParallelFailed(
            @Nullable String error, @Nullable String cause) implements Detail {}

    /**
     * @param items the evaluated items, an array
     * @param concurrency how many iterations may run side by side
     */
    public record MapStarted(Payload items, int length, int concurrency) implements Detail {}

    /**
     * @param iteration the scope of the iteration
     * @param input what it starts with, after {@code ItemSelector}
     */
    public record MapIterationStarted(String name, int index, int iteration, Payload input, String startAt)
            implements Detail {}

    public record MapIterationSucceeded(String name, int index) implements Detail {}

    public record MapIterationFailed(String name, int index) implements Detail {}

    public record MapIterationAborted(String name, int index) implements Detail {}

    public record MapSucceeded() implements Detail {}

    public record MapFailed(
            @Nullable String error, @Nullable String cause) implements Detail {}

    /**
     * A Map state in mode DISTRIBUTED. Published as MapStateStarted.
     *
     * @param length 0 with an {@code ItemReader}
     */
    public record DistributedMapStarted(int length) implements Detail {}

    /**
     * Child executions are run for the items: {@link Work.RunMap}.
     *
     * @param compensation the state that undoes what they did; null when they are no saga
     */
    public record MapRunStarted(MapRun run, @Nullable String compensation) implements Detail {
        public MapRunStarted(MapRun run) {
            this(run, null);
        }
    }

    public record MapRunSucceeded() implements Detail {}

    public record MapRunFailed(String error, @Nullable String cause) implements Detail {}

    public record MapRunAborted() implements Detail {}

    /** @param redriveCount how often this Map Run was redriven, this time included */
    public record MapRunRedriven(String mapRunArn, int redriveCount) implements Detail {}

    /**
     * A retrier took the failure just before; the state is tried again at that instant.
     *
     * @param retrier the index of the retrier in {@code Retry}
     */
    public record RetryScheduled(int retrier, Instant at) implements Private {}

    /**
     * A state that was entered before a redrive, and not exited, goes on.
     *
     * @param dueAt until when a Wait state waits now; null for other types, and for a Wait that could not be evaluated
     */
    public record StateRedriven(@Nullable Instant dueAt) implements Private {}

    /** A sign of life moved the heartbeat's limit. */
    public record HeartbeatRecorded(Instant heartbeatAt) implements Private {}

    /** A person answered the task that ends just after: by its handle, or by a signed link. */
    public record TaskAnswered(String who, String why) implements Private {}

    // Sagas.

    /** Of a saga: what is undone, and what waits for a person. */
    public sealed interface OfSaga extends Private {}

    /** What the compensation of the step just done must remember. */
    public record StepRecorded(Payload record) implements OfSaga {}

    /** The pivot has surely happened: nothing is undone any more. */
    public record PivotPassed() implements OfSaga {}

    /** The machine's time-out is over, but the execution is past its pivot. */
    public record PivotOverdue() implements OfSaga {}

    /**
     * The scopes of a Parallel or Map come to rest.
     *
     * @param failedScope the scope that failed; 0 when an iteration could not begin
     * @param until how long calls in flight may still end
     */
    public record DrainStarted(int failedScope, Failure failure, Instant until) implements OfSaga {}

    /** Nothing is in flight any more, or it is given up. */
    public record Drained() implements OfSaga {}

    /** What took a failure up. */
    public enum Handler {
        /** A catcher that undoes nothing. */
        NOTHING,
        RETRIER,
        /** A retrier that undoes nothing. */
        RETRIER_ALONE,
        /** A catcher that undoes what its state did. */
        CATCHER,
        /** A catcher that undoes everything. */
        CATCHER_OF_ALL
    }

    /**
     * What a state did is undone before the handler goes on.
     *
     * @param index of the handler in {@code Retry} or {@code Catch}
     */
    public record UndoStarted(Handler handler, int index, Failure failure) implements OfSaga {}

    /**
     * The execution is to end: what was done is undone first.
     *
     * @param end the status with which it will end
     * @param parked whether it waits for a person to say so
     * @param until how long calls in flight may still end
     */
    public record CompensationStarted(
            Status end, @Nullable String error, @Nullable String cause, boolean parked, Instant until)
            implements OfSaga {}

    /**
     * A step is being undone.
     *
     * @param step the sequence of the event that scheduled its first attempt
     * @param compensation the scope in which it is undone
     */
    public record CompensationBegun(long step, int compensation) implements OfSaga {}

    /** An execution had ended, and what it did is undone as far as it can be: it has settled again. */
    public record CompensationEnded() implements OfSaga {}

    /**
     * A compensation has failed for good.
     *
     * @param goesOn whether the others go on
     */
    public record CompensationGivenUp(boolean goesOn) implements OfSaga {}

    /**
     * A compensation, a pivot or a retriable step waits for a person.
     *
     * @param inDoubt whether it is a pivot that may have happened when the execution was to end
     */
    public record StepParked(
            @Nullable String error, @Nullable String cause, boolean inDoubt) implements OfSaga {}

    /**
     * A person has acted.
     *
     * @param park the sequence of the StepParked that it is about; 0 when it is about the execution
     */
    public record OperatorActed(
            OperatorAction action,
            long park,
            String who,
            String why,
            @Nullable Payload payload) implements OfSaga {}
}
