package dev.skald.engine;

/**
 * One batch of a bulk redrive. The executions come newest first; each is looked at once, on the way from batch to batch.
 *
 * <p>To repeat a batch whose answer got lost is harmless when {@code redrive} has a client token.
 *
 * @param redrive how each of them is redriven
 * @param dryRun whether to change nothing, and tell what would come of it
 * @param beforeId where the batch before ended; {@link Long#MAX_VALUE} for the first
 * @param limit how many executions at most, from 1 to {@link #EXECUTIONS_MAX}
 */
public record BulkRedrive(RedriveFilter filter, Redrive redrive, boolean dryRun, long beforeId, int limit) {
    /** How many executions a batch has at most. */
    public static final int EXECUTIONS_MAX = 100;

    public BulkRedrive {
        if (limit < 1 || limit > EXECUTIONS_MAX)
            throw new IllegalArgumentException("'limit' must be from 1 to " + EXECUTIONS_MAX + ", not " + limit + ".");
    }

    /** The first batch, as large as can be. */
    public static BulkRedrive of(RedriveFilter filter, Redrive redrive) {
        return new BulkRedrive(filter, redrive, false, Long.MAX_VALUE, EXECUTIONS_MAX);
    }

    /** The same, changing nothing. */
    public BulkRedrive dry() {
        return new BulkRedrive(filter, redrive, true, beforeId, limit);
    }

    /** The batch that goes on where one has ended. */
    public BulkRedrive after(long id) {
        return new BulkRedrive(filter, redrive, dryRun, id, limit);
    }
}
