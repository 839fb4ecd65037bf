package dev.skald.engine.store;

import dev.skald.asl.RunClass;
import dev.skald.core.SagaStatus;
import dev.skald.core.Status;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which executions to list, newest first.
 *
 * @param stateMachineArn only of this machine; null means of any
 * @param startedThrough only those started through this version, alias or Map Run, by its ARN; null means any
 * @param status only with this status; null means any
 * @param redriven only those that were redriven, or only those that never were; null means both
 * @param searchAttributes only those that have all of these
 * @param beforeId only executions with a smaller id: where the page before ended; {@link Long#MAX_VALUE} for the first
 * @param limit at most so many
 * @param runClass only those that ended in this class; null means any
 * @param sagaStatuses only those whose sagas have one of these; none means any
 */
public record ExecutionQuery(
        @Nullable String stateMachineArn,
        @Nullable String startedThrough,
        @Nullable Status status,
        @Nullable Boolean redriven,
        Map<String, String> searchAttributes,
        long beforeId,
        int limit,
        @Nullable RunClass runClass,
        Set<SagaStatus> sagaStatuses) {

    public ExecutionQuery {
        sagaStatuses = Set.copyOf(sagaStatuses);
    }

    /** Of sagas in any status, and of what is no saga. */
    public ExecutionQuery(
            @Nullable String stateMachineArn,
            @Nullable String startedThrough,
            @Nullable Status status,
            @Nullable Boolean redriven,
            Map<String, String> searchAttributes,
            long beforeId,
            int limit,
            @Nullable RunClass runClass) {
        this(stateMachineArn, startedThrough, status, redriven, searchAttributes, beforeId, limit, runClass, Set.of());
    }

    /** Ended in any class, or not at all. */
    public ExecutionQuery(
            @Nullable String stateMachineArn,
            @Nullable String startedThrough,
            @Nullable Status status,
            @Nullable Boolean redriven,
            Map<String, String> searchAttributes,
            long beforeId,
            int limit) {
        this(stateMachineArn, startedThrough, status, redriven, searchAttributes, beforeId, limit, null);
    }

    /** Started through anything, redriven or not. */
    public ExecutionQuery(
            @Nullable String stateMachineArn,
            @Nullable Status status,
            Map<String, String> searchAttributes,
            long beforeId,
            int limit) {
        this(stateMachineArn, null, status, null, searchAttributes, beforeId, limit);
    }
}
