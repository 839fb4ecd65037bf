package dev.skald.engine;

import dev.skald.asl.MachineType;
import dev.skald.engine.store.Append;
import dev.skald.engine.store.Append.RowChange;
import dev.skald.engine.store.ExecutionRow;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Rows of executions with one thing changed. */
final class Rows {
    private Rows() {}

    static ExecutionRow redriven(ExecutionRow row, RowChange.Redrive redrive) {
        Append.Definition onto = redrive.definition();
        return row.redriven(redrive.redriveCount(), redrive.redrivenAt(), onto == null ? null : onto.hash());
    }

    static ExecutionRow resting(ExecutionRow row, @Nullable Instant wakeAt) {
        return row.withRest(true, wakeAt);
    }

    /** The row as people see it: the store knows an EXPRESS execution by NAME:UUID, since its names may repeat. */
    static ExecutionRow shown(ExecutionRow row) {
        return row.type() == MachineType.STANDARD ? row : row.withName(shownName(row));
    }

    static String shownName(ExecutionRow row) {
        int colon = row.name().indexOf(':');
        return colon < 0 ? row.name() : row.name().substring(0, colon);
    }
}
