package dev.skald.engine.task;

import dev.skald.asl.Payload;
import org.jspecify.annotations.Nullable;

/**
 * One invocation of a function, as Lambda's Invoke describes it.
 *
 * @param payload the event that the function gets
 * @param logTail whether {@code LogType} is {@code Tail}: the answer should carry the end of the function's log
 * @param clientContext the parameter {@code ClientContext}, base64 of JSON as it was given; null when there is none
 * @param caller who invokes, with the keys that make the function idempotent
 */
public record FunctionCall(
        FunctionName function,
        Payload payload,
        InvocationType type,
        boolean logTail,
        @Nullable String clientContext,
        FunctionCaller caller) {

    /** The invocation of a task. */
    public FunctionCall(
            FunctionName function,
            Payload payload,
            InvocationType type,
            boolean logTail,
            @Nullable String clientContext,
            TaskCall task) {
        this(function, payload, type, logTail, clientContext, new FunctionCaller.Task(task));
    }

    /** The same call of somebody who waits for as long as it takes. */
    public FunctionCall withoutDeadline() {
        return new FunctionCall(function, payload, type, logTail, clientContext, caller.withoutDeadline());
    }

    /** How to invoke, spelled on the wire as {@link #wireName()}. */
    public enum InvocationType {
        /** Wait for the result. */
        REQUEST_RESPONSE("RequestResponse", 200),
        /** Hand the event over and do not wait. */
        EVENT("Event", 202),
        /** Check that the function is there, and do not run it. */
        DRY_RUN("DryRun", 204);

        private final String wireName;
        private final int statusCode;

        InvocationType(String wireName, int statusCode) {
            this.wireName = wireName;
            this.statusCode = statusCode;
        }

        /** AWS's spelling. */
        public String wireName() {
            return wireName;
        }

        /** The HTTP status with which Lambda answers when all is well. */
        public int statusCode() {
            return statusCode;
        }
    }

    /** What a handler may know of the step. */
    public StepContext step() {
        return caller.step();
    }

    /**
     * The attempt that the invocation belongs to.
     *
     * @throws IllegalStateException when it belongs to none: for those who are only ever called by an engine
     */
    public TaskCall task() {
        return switch (caller) {
            case FunctionCaller.Task task -> task.call();
            case FunctionCaller.Request _ -> throw new IllegalStateException("the call belongs to no task");
        };
    }
}
