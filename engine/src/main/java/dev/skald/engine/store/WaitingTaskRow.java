package dev.skald.engine.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A task that waits for its token, as the store lists it.
 *
 * @param sequence that of the event that scheduled the task
 * @param timeoutAt when it times out; null when it has no limit, heartbeats aside
 */
public record WaitingTaskRow(
        long executionId,
        long sequence,
        String state,
        @Nullable Instant timeoutAt) {}
