package dev.skald.engine.store;

import java.time.Instant;

/**
 * What a person has decided, as the store lists it.
 *
 * @param number gives decisions their order; the store's own, 0 before it has the decision
 * @param executionId of which execution; 0 when it was about a dead letter
 * @param sequence the event that keeps the decision; the number of the dead letter, if it was about one
 * @param about the state; empty when it was about the whole execution; the target's ARN of a dead letter
 * @param who at most 256 characters
 * @param why at most 4,096
 */
public record DecisionRow(
        long number, long executionId, long sequence, Kind kind, String about, String who, String why, Instant at) {

    /** What was done. */
    public enum Kind {
        /** What was parked is tried again. */
        RETRY,
        /** What was parked is tried again, and the person has changed its input. */
        RETRY_CHANGED,
        /** A parked compensation is left out. */
        SKIP,
        /** A parked compensation was done by hand. */
        DONE,
        /** A parked step did happen. */
        HAPPENED,
        /** A parked step did not happen, or a failure is to be undone. */
        COMPENSATE,
        /** The execution was given up. */
        ABANDON,
        /** A task that waited for its token has succeeded. */
        APPROVE,
        /** A task that waited for its token has failed. */
        REJECT,
        /** A dead letter is sent again. */
        REPLAY,
        /** A dead letter is sent again, and the person has changed its event. */
        REPLAY_CHANGED,
        /** A dead letter is forgotten. */
        DROP
    }

    /** Of a dead letter. */
    public static DecisionRow ofDeadLetter(DeliveryRow dead, Kind kind, String who, String why, Instant at) {
        return new DecisionRow(0, 0, dead.number(), kind, dead.targetArn(), who, why, at);
    }

    DecisionRow numbered(long given) {
        return new DecisionRow(given, executionId, sequence, kind, about, who, why, at);
    }
}
