package dev.skald.engine.store;

import dev.skald.asl.RunClass;
import dev.skald.core.SagaStatus;
import dev.skald.core.Status;

/** The counts of a {@link MemoryStore}. */
final class MemoryCounts {
    private MemoryCounts() {}

    /** What one execution counts for. */
    static MachineCounts of(ExecutionRow row) {
        boolean open = row.status() == Status.RUNNING;
        return new MachineCounts(
                row.stateMachineArn(),
                one(open && !row.atRest()),
                one(open && row.atRest()),
                one(row.sagaStatus() == SagaStatus.PARKED),
                0,
                one(row.runClass() == RunClass.KnownFailure),
                one(row.runClass() == RunClass.UnknownFailure));
    }

    private static long one(boolean counts) {
        return counts ? 1 : 0;
    }

    static MachineCounts waiting(String stateMachineArn, long tasks) {
        return new MachineCounts(stateMachineArn, 0, 0, 0, tasks, 0, 0);
    }

    /** Whether there is anything to tell. */
    static boolean any(MachineCounts counts) {
        return !counts.equals(MachineCounts.none(counts.stateMachineArn()));
    }
}
