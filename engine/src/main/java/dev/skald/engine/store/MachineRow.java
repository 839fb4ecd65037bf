package dev.skald.engine.store;

import dev.skald.asl.MachineType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A state machine in the catalogue.
 *
 * @param definition the text as it was given
 * @param definitionHash lower-case hex SHA-256 of the text: executions pin it, old texts stay while one runs
 * @param revisionId a UUID given at each update; null before the first update, as on AWS
 * @param settings logging, tracing and encryption configuration and tags, as one JSON object; {@code {}} when none
 * @param deleting whether DeleteStateMachine was called and executions still run
 */
public record MachineRow(
        String arn,
        String name,
        MachineType type,
        String definition,
        String definitionHash,
        String roleArn,
        Instant createdAt,
        Instant updatedAt,
        @Nullable String revisionId,
        String settings,
        boolean deleting) {
    public MachineRow withSettings(String settings) {
        return new MachineRow(
                arn,
                name,
                type,
                definition,
                definitionHash,
                roleArn,
                createdAt,
                updatedAt,
                revisionId,
                settings,
                deleting);
    }
}
