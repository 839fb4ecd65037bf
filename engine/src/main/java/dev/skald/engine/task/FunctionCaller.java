package dev.skald.engine.task;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who invokes a function. */
public sealed interface FunctionCaller {
    /** The same for all attempts of one purpose: remembered beside the effect, it tells a repeated call from a new one. */
    String key();

    /** The same only when this very attempt is repeated. */
    String attemptId();

    /** When the caller gives up; null means never. */
    @Nullable
    Instant deadline();

    /** The same caller, who has been answered and waits no longer. */
    FunctionCaller withoutDeadline();

    /** What a handler may know of the step. */
    StepContext step();

    /** The id of the request, as Lambda gives each one. Follows from the attempt, so that a run under a seed can be repeated. */
    default String requestId() {
        return UUID.nameUUIDFromBytes(attemptId().getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    /** A task of an execution. */
    record Task(TaskCall call) implements FunctionCaller {
        @Override
        public String key() {
            return call.key();
        }

        @Override
        public String attemptId() {
            return call.attemptId();
        }

        @Override
        public @Nullable Instant deadline() {
            return call.deadline();
        }

        @Override
        public Task withoutDeadline() {
            return new Task(call.withoutDeadline());
        }

        @Override
        public StepContext step() {
            return new StepContext(
                    call.key(),
                    call.attemptId(),
                    call.executionArn(),
                    call.state(),
                    call.retryCount(),
                    call.deadline(),
                    call.taskToken());
        }
    }

    /**
     * Somebody outside of any execution: an HTTP request, an event, the Invoke API. Execution and state of its step are
     * empty.
     *
     * @param retryCount how many attempts went before
     */
    record Request(
            String key,
            String attemptId,
            int retryCount,
            @Nullable Instant deadline) implements FunctionCaller {
        /** A first attempt that waits for as long as it takes. */
        public Request(String key) {
            this(key, key, 0, null);
        }

        @Override
        public Request withoutDeadline() {
            return new Request(key, attemptId, retryCount, null);
        }

        @Override
        public StepContext step() {
            return new StepContext(key, attemptId, "", "", retryCount, deadline, null);
        }
    }
}
