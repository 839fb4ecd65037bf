package dev.skald.engine.store;

import dev.skald.asl.RunClass;
import dev.skald.core.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What of an execution is needed to draw how a machine has been doing.
 *
 * @param stoppedAt null while it runs
 * @param runClass null while it runs
 */
public record RunSample(
        long executionId,
        String stateMachineArn,
        Status status,
        Instant startedAt,
        @Nullable Instant stoppedAt,
        @Nullable RunClass runClass) {
    static RunSample of(ExecutionRow row) {
        return new RunSample(
                row.id(), row.stateMachineArn(), row.status(), row.startedAt(), row.stoppedAt(), row.runClass());
    }
}
