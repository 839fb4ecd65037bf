package dev.skald.engine.store;

import org.jspecify.annotations.Nullable;

/**
 * Which waiting tasks to list: by execution, the oldest first, and within one in the order of their scheduling.
 *
 * @param stateMachineArn only of executions of this machine; null means of any
 * @param executionId only of this execution; null means of any
 * @param afterExecutionId the execution of the last task of the page before; 0 for the first page
 * @param afterSequence the sequence of that task
 * @param limit at most so many
 */
public record WaitingTaskQuery(
        @Nullable String stateMachineArn,
        @Nullable Long executionId,
        long afterExecutionId,
        long afterSequence,
        int limit) {}
