package dev.skald.engine;

import dev.skald.core.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which executions to redrive in bulk. Never those of EXPRESS machines, nor the children of Map Runs, which are redriven
 * with their parent.
 *
 * @param stateMachineArn only of this machine; null means of any
 * @param startedThrough only those started through this version or alias, by its ARN; null means any
 * @param status FAILED, TIMED_OUT or ABORTED; null means all three
 * @param startedFrom only those started at this instant or later; null means any
 * @param startedBefore only those started before this instant; null means any
 * @param error only those that ended with this error name; null means any, or none
 */
public record RedriveFilter(
        @Nullable String stateMachineArn,
        @Nullable String startedThrough,
        @Nullable Status status,
        @Nullable Instant startedFrom,
        @Nullable Instant startedBefore,
        @Nullable String error) {
    /** @throws IllegalArgumentException when the status is one that is never redriven */
    public RedriveFilter {
        if (status == Status.RUNNING || status == Status.SUCCEEDED)
            throw new IllegalArgumentException("An execution that is " + status + " cannot be redriven.");
    }

    /** All that ended without success. */
    public static final RedriveFilter ALL = new RedriveFilter(null, null, null, null, null, null);

    public RedriveFilter ofMachine(@Nullable String arn) {
        return new RedriveFilter(arn, startedThrough, status, startedFrom, startedBefore, error);
    }

    public RedriveFilter startedThrough(@Nullable String versionOrAliasArn) {
        return new RedriveFilter(stateMachineArn, versionOrAliasArn, status, startedFrom, startedBefore, error);
    }

    public RedriveFilter withStatus(@Nullable Status wanted) {
        return new RedriveFilter(stateMachineArn, startedThrough, wanted, startedFrom, startedBefore, error);
    }

    /**
     * @param from included
     * @param before excluded
     */
    public RedriveFilter startedIn(@Nullable Instant from, @Nullable Instant before) {
        return new RedriveFilter(stateMachineArn, startedThrough, status, from, before, error);
    }

    public RedriveFilter withError(@Nullable String name) {
        return new RedriveFilter(stateMachineArn, startedThrough, status, startedFrom, startedBefore, name);
    }
}
