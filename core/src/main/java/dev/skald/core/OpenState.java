package dev.skald.core;

import dev.skald.asl.StateType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A state an execution is in.
 *
 * @param since when it was entered
 * @param retryCount how many retries this visit has had
 * @param dueAt the next instant at which something happens by itself: the end of a wait, the next attempt, a time-out;
 *     null when there is none
 */
public record OpenState(
        String name,
        StateType type,
        Instant since,
        WaitingFor waitingFor,
        int retryCount,
        @Nullable Instant dueAt) {

    /** What a state waits for. */
    public enum WaitingFor {
        TASK,
        WORKER,
        CALLBACK,
        TIMER,
        RETRY,
        BRANCHES,
        ITERATIONS,
        TURN
    }
}
