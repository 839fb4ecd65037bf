package dev.skald.engine;

import dev.skald.asl.Payload;
import dev.skald.asl.RunClass;
import dev.skald.core.SagaStatus;
import dev.skald.core.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How an execution stands, or how it ended.
 *
 * @param output set when it succeeded
 * @param error the error name, when it failed, timed out or was aborted, and one was given
 * @param stoppedAt null while it runs
 * @param runClass what its end means; null while it runs
 * @param sagaStatus what has become of its saga
 */
public record RunResult(
        String executionArn,
        String name,
        Status status,
        Payload input,
        @Nullable Payload output,
        @Nullable String error,
        @Nullable String cause,
        Instant startedAt,
        @Nullable Instant stoppedAt,
        @Nullable RunClass runClass,
        SagaStatus sagaStatus) {}
