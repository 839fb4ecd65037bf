package dev.skald.core;

/** What has become of a saga, beside the {@link Status} that AWS knows. */
public enum SagaStatus {
    /** The machine has no saga fields. */
    NONE,
    /** Steps are taken; nothing is being undone. */
    ACTIVE,
    /** What was done is being undone. */
    COMPENSATING,
    /** All that was done, or may have been, is undone. */
    COMPENSATED,
    /** Something waits for a person. */
    PARKED,
    /** It ended, and not all of it is undone; the log says what is left. */
    COMPENSATION_FAILED,
    /** It succeeded, or is past its pivot. */
    COMMITTED,
    /** It was stopped at once ({@code OnStop: Abort}); the log says what is left. */
    ABANDONED;

    /** Whether something is being undone, or waits for a person: of what has ended too, when it is undone afterwards. */
    public boolean unsettled() {
        return this == COMPENSATING || this == PARKED;
    }
}
