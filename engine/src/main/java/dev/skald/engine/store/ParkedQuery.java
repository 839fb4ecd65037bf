package dev.skald.engine.store;

import org.jspecify.annotations.Nullable;

/**
 * Which executions with something parked to list, those that wait longest first.
 *
 * @param stateMachineArn only of this machine and of children of its distributed Maps; null means of any
 * @param after where the page before ended; {@link Waited#NOTHING} for the first
 * @param limit at most so many
 */
public record ParkedQuery(@Nullable String stateMachineArn, Waited after, int limit) {}
