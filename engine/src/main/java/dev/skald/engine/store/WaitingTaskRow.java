package dev.skald.engine.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A task that waits for its token, as the store lists it.
 *
 * @param sequence that of the event that scheduled the task
 * @param since when it was handed over, in whole milliseconds
 * @param timeoutAt when it times out; null when it has no limit, heartbeats aside
 */
public record WaitingTaskRow(
        long executionId,
        long sequence,
        String state,
        Instant since,
        @Nullable Instant timeoutAt) {
    /** Where it stands in the list of these. */
    public Waited place() {
        return new Waited(since, executionId, sequence);
    }
}
