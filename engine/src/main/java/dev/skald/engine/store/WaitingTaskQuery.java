package dev.skald.engine.store;

import org.jspecify.annotations.Nullable;

/**
 * Which waiting tasks to list, those that wait longest first.
 *
 * @param stateMachineArn only of executions of this machine and of children of its distributed Maps; null means of any
 * @param executionId only of this execution; null means of any
 * @param after where the page before ended; {@link Waited#NOTHING} for the first
 * @param limit at most so many
 */
public record WaitingTaskQuery(
        @Nullable String stateMachineArn, @Nullable Long executionId, Waited after, int limit) {}
