package dev.skald.engine;

import dev.skald.asl.MachineType;
import dev.skald.core.Status;
import dev.skald.engine.store.ExecutionRow;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Rows of executions with one thing changed. */
final class Rows {
    private Rows() {}

    static ExecutionRow startedAt(ExecutionRow row, Instant startedAt) {
        return with(row, row.name(), row.status(), startedAt, null, false, null);
    }

    static ExecutionRow ended(ExecutionRow row, Status status, Instant stoppedAt) {
        return with(row, row.name(), status, row.startedAt(), stoppedAt, false, null);
    }

    static ExecutionRow resting(ExecutionRow row, @Nullable Instant wakeAt) {
        return with(row, row.name(), row.status(), row.startedAt(), null, true, wakeAt);
    }

    /** The row as people see it: the store knows an EXPRESS execution by NAME:UUID, since its names may repeat. */
    static ExecutionRow shown(ExecutionRow row) {
        if (row.type() == MachineType.STANDARD) return row;
        return with(row, shownName(row), row.status(), row.startedAt(), row.stoppedAt(), row.atRest(), row.wakeAt());
    }

    static String shownName(ExecutionRow row) {
        int colon = row.name().indexOf(':');
        return colon < 0 ? row.name() : row.name().substring(0, colon);
    }

    private static ExecutionRow with(
            ExecutionRow row,
            String name,
            Status status,
            Instant startedAt,
            @Nullable Instant stoppedAt,
            boolean atRest,
            @Nullable Instant wakeAt) {
        return new ExecutionRow(
                row.id(),
                row.stateMachineArn(),
                name,
                row.arn(),
                row.type(),
                row.definitionHash(),
                row.roleArn(),
                row.inputHash(),
                status,
                startedAt,
                stoppedAt,
                atRest,
                wakeAt,
                row.searchAttributes());
    }
}
