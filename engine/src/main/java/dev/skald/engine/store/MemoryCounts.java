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

    static MachineCounts sum(MachineCounts a, MachineCounts b) {
        return new MachineCounts(
                a.stateMachineArn(),
                a.running() + b.running(),
                a.sleeping() + b.sleeping(),
                a.parked() + b.parked(),
                a.waitingTasks() + b.waitingTasks(),
                a.knownFailures() + b.knownFailures(),
                a.unknownFailures() + b.unknownFailures());
    }

    /** Whether there is anything to tell. */
    static boolean any(MachineCounts counts) {
        return !counts.equals(waiting(counts.stateMachineArn(), 0));
    }
}
