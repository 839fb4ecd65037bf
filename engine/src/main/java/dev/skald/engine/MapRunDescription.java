package dev.skald.engine;

import dev.skald.engine.store.MapRunRow;

/**
 * A Map Run, and how its children stand.
 *
 * @param items by the status of the child that has them
 * @param executions the children
 */
public record MapRunDescription(MapRunRow row, Counts items, Counts executions) {

    /** @param pending known, and not begun */
    public record Counts(long pending, long running, long succeeded, long failed, long timedOut, long aborted) {
        public long total() {
            return pending + running + succeeded + failed + timedOut + aborted;
        }
    }
}
