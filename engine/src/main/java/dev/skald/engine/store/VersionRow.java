package dev.skald.engine.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A published version of a state machine: it never changes.
 *
 * @param number from 1, never given again
 * @param revisionId the revision that was published; null for that of the creation
 * @param settings what was configured then, as in {@link MachineRow#settings()}
 */
public record VersionRow(
        String stateMachineArn,
        int number,
        String definition,
        String definitionHash,
        String roleArn,
        String settings,
        @Nullable String revisionId,
        @Nullable String description,
        Instant createdAt) {
    /** The version's own ARN. */
    public String arn() {
        return stateMachineArn + ":" + number;
    }
}
