package dev.skald.engine.store;

import java.time.Instant;

/**
 * An activity in the catalogue.
 *
 * @param settings encryption configuration and tags, as one JSON object; {@code {}} when none
 */
public record ActivityRow(String arn, String name, Instant createdAt, String settings) {}
