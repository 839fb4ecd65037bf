package dev.skald.asl;

/**
 * How a run ended in the eyes of the business: the Skald field {@code RunClass} of a terminal state, or what follows from
 * {@code KnownErrors} and catchers. Beside AWS's status, never instead of it.
 */
public enum RunClass {
    Success,
    /** It failed, or undid what it had done, for a reason that the business expects. */
    KnownFailure,
    /** It failed, and somebody should look why. */
    UnknownFailure
}
