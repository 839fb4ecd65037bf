package dev.skald.engine.task;

import dev.skald.asl.Payload;
import dev.skald.asl.TaskResource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a task, as a performer gets it.
 *
 * @param executionArn the execution that asks
 * @param stateMachineArn its machine
 * @param state the name of the Task state
 * @param parameters what the task gets
 * @param credentials the evaluated {@code Credentials}; null when the state has none
 * @param taskToken the callback token; null when there is no callback
 * @param key the same for all attempts of this visit of the state, and after a crash: what makes a participant idempotent
 * @param attemptId the key with the number of the attempt's event: the same only when this very attempt is repeated
 *     after a crash
 * @param retryCount how many attempts of this visit went before
 * @param deadline when the engine gives the attempt up; null means never
 * @param repeated whether a crash cut off an earlier run of this attempt, so that it may have happened already
 */
public record TaskCall(
        String executionArn,
        String stateMachineArn,
        String state,
        TaskResource resource,
        Payload parameters,
        @Nullable Payload credentials,
        @Nullable String taskToken,
        String key,
        String attemptId,
        int retryCount,
        @Nullable Instant deadline,
        boolean repeated) {
    /**
     * How long after its deadline a call may still be waited for. The engine gives an attempt up at the deadline by itself, as
     * timed out, and interrupts its performer: a performer that gave up at the same instant would make of some time-outs
     * failures of another name, which other retriers match.
     */
    public static final Duration GRACE = Duration.ofSeconds(1);

    /** The same attempt, that nobody gives up. */
    TaskCall withoutDeadline() {
        return new TaskCall(
                executionArn,
                stateMachineArn,
                state,
                resource,
                parameters,
                credentials,
                taskToken,
                key,
                attemptId,
                retryCount,
                null,
                repeated);
    }

    /**
     * For how long a call may be waited for: until its deadline and {@link #GRACE}, and not longer than {@code most}; zero when the
     * deadline has passed.
     */
    public static Duration timeLeft(@Nullable Instant deadline, Duration most, InstantSource clock) {
        if (deadline == null) return most;
        Duration left = Duration.between(clock.instant(), deadline);
        if (!left.isPositive()) return Duration.ZERO;
        Duration withGrace = left.plus(GRACE);
        return withGrace.compareTo(most) < 0 ? withGrace : most;
    }
}
