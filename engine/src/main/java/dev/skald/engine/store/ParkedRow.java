package dev.skald.engine.store;

import java.time.Instant;

/**
 * An execution in whose saga something is parked.
 *
 * @param since since when the oldest of what is parked waits
 */
public record ParkedRow(ExecutionRow row, Instant since) {
    /** Where it stands in the list of these. */
    public Waited place() {
        return new Waited(since, row.id(), 0);
    }
}
