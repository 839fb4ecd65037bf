package dev.skald.engine.items;

import dev.skald.asl.Payload;
import dev.skald.core.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one child execution of a Map Run ended.
 *
 * @param status {@link Status#RUNNING} for an item that was not done: its file is PENDING
 * @param startedAt null for an item that was not begun
 */
public record ChildResult(
        String executionArn,
        String stateMachineArn,
        String name,
        Status status,
        Payload input,
        @Nullable Payload output,
        @Nullable String error,
        @Nullable String cause,
        @Nullable Instant startedAt,
        @Nullable Instant stoppedAt,
        int redriveCount) {}
