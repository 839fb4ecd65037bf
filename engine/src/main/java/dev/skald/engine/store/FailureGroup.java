package dev.skald.engine.store;

import dev.skald.asl.RunClass;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Executions of one machine that failed at the same state with the same error, and are still kept.
 *
 * @param state empty when no state had been entered
 * @param error empty when it has no name
 * @param runClass that of the latest of them: what is known may have changed with the definition
 * @param count how many there are
 * @param news how many of them stopped after the group was acknowledged; all when it never was
 * @param firstAt when the first of them stopped
 * @param lastAt when the last of them stopped
 * @param exampleId the latest of them
 * @param acknowledgement null when nobody has acknowledged it
 */
public record FailureGroup(
        String stateMachineArn,
        String state,
        String error,
        RunClass runClass,
        long count,
        long news,
        Instant firstAt,
        Instant lastAt,
        long exampleId,
        @Nullable Acknowledgement acknowledgement) {}
