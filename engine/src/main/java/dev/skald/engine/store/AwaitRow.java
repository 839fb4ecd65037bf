package dev.skald.engine.store;

import java.time.Instant;

/**
 * A task that waits for an event.
 *
 * @param executionId whose task it is
 * @param sequence that of the event that scheduled the task
 * @param state the name of the Task state
 * @param pattern the EventBridge pattern, as JSON text
 * @param token completes the task
 */
public record AwaitRow(
        long executionId,
        long sequence,
        String executionArn,
        String state,
        String bus,
        String pattern,
        String token,
        Instant since) {

    /** What tells it from all others. */
    public Key key() {
        return new Key(executionId, sequence);
    }

    /** What tells a waiting task from all others. */
    public record Key(long executionId, long sequence) {}

    /** That an event was given to a state of an execution: it is not given to the same state again. */
    public record Taken(long event, long executionId, String state) {}
}
