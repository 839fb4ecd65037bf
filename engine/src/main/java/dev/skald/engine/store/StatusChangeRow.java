package dev.skald.engine.store;

import dev.skald.core.Status;
import dev.skald.engine.store.Append.RowChange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * That a STANDARD execution has begun, ended or begun again, written with the events that say so.
 *
 * @param number ascending in the order of the writes
 * @param sequence the last event of the write; of an end, the event that ended it
 */
public record StatusChangeRow(long number, long executionId, Status status, long sequence) {
    /** The statuses that an execution takes on by a change of its row, in their order. */
    public static List<Status> statuses(@Nullable RowChange change) {
        return switch (change) {
            case RowChange.Create _, RowChange.CreateAtRest _, RowChange.Redrive _ -> List.of(Status.RUNNING);
            case RowChange.CreateEnded created ->
                List.of(Status.RUNNING, created.end().status());
            case RowChange.RedriveEnded redriven ->
                List.of(Status.RUNNING, redriven.end().status());
            case RowChange.End end -> List.of(end.status());
            case RowChange.Rest _, RowChange.Wake _ -> List.of();
            case null -> List.of();
        };
    }
}
