package dev.skald.engine.store;

/**
 * How the executions of one machine are doing.
 *
 * @param running open executions in somebody's memory
 * @param sleeping open executions at rest
 * @param parked open executions whose saga waits for a person
 * @param waitingTasks tasks that wait for their tokens
 * @param knownFailures executions that ended as the business expects of a failure, and are still kept
 * @param unknownFailures executions that ended otherwise without success, and are still kept
 */
public record MachineCounts(
        String stateMachineArn,
        long running,
        long sleeping,
        long parked,
        long waitingTasks,
        long knownFailures,
        long unknownFailures) {}
