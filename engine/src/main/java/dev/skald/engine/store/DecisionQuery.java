package dev.skald.engine.store;

import org.jspecify.annotations.Nullable;

/**
 * Which decisions to list, the newest first.
 *
 * @param stateMachineArn only of this machine's executions and of children of its distributed Maps; null means of all, and of dead letters
 * @param executionId only of this execution; null means of any
 * @param before only those with a smaller number; {@link Long#MAX_VALUE} for the newest
 */
public record DecisionQuery(
        @Nullable String stateMachineArn, @Nullable Long executionId, long before, int limit) {}
