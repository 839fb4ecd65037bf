package dev.skald.engine.store;

import dev.skald.asl.RunClass;
import org.jspecify.annotations.Nullable;

/**
 * Which failures to group.
 *
 * @param stateMachineArn only of this machine and of children of its distributed Maps; null means of any
 * @param mapRunArn only of the children of this Map Run; null means of any
 * @param runClass only in this class; null means in any
 * @param limit at most so many groups
 */
public record FailureQuery(
        @Nullable String stateMachineArn,
        @Nullable String mapRunArn,
        @Nullable RunClass runClass,
        int limit) {}
