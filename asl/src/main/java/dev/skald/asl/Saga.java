package dev.skald.asl;

import java.util.List;

/**
 * What holds for all compensations of a machine: the Skald field {@code Saga}, or its defaults where a state has {@code
 * Compensate}, {@code Pivot} or {@code Retriable}.
 *
 * @param uncertainErrors errors reported by a participant after which a step may have happened all the same
 * @param retry of compensations that have no retriers of their own, of uncertain pivots, and of retriable steps beyond
 *     their own retriers
 * @param drainSeconds for how long calls in flight may still end before anything of their scope is undone
 */
public record Saga(
        List<String> uncertainErrors,
        List<Retrier> retry,
        OnFailure onFailure,
        OnCompensationFailure onCompensationFailure,
        OnStop onStop,
        long drainSeconds) {

    /** A failure undoes, or the execution waits for a person. */
    public enum OnFailure {
        Compensate,
        Park
    }

    /** What becomes of a compensation that fails for good. */
    public enum OnCompensationFailure {
        /** It waits for a person; what it does not block goes on. */
        Park,
        /** The others go on, and the execution's compensation has failed in the end. */
        Continue,
        /** The execution ends at once; its log stays. */
        Fail
    }

    /** StopExecution undoes, or ends the execution at once as on AWS. */
    public enum OnStop {
        Compensate,
        Abort
    }

    /** Eight retries over some twenty minutes. */
    static final List<Retrier> RETRY = List.of(new Retrier(List.of(ErrorName.ALL), 2, 8, 2.0, 300L, true));

    static final long DRAIN_SECONDS = 60;

    static final Saga DEFAULT = new Saga(
            List.of(), RETRY, OnFailure.Compensate, OnCompensationFailure.Park, OnStop.Compensate, DRAIN_SECONDS);
}
