package dev.skald.asl;

/** What a Task means for whoever asks whether all happened or nothing: see {@link Asl#taskRoles}. */
public enum TaskRole {
    /** Nothing that would have to be undone: it only reads, says {@code NoCompensation}, or comes after a failure. */
    NEUTRAL,
    /** On the way forward, with an effect, and without an undo that the definition declares. */
    STEP,
    /** It has a {@code Compensate}. */
    COMPENSATABLE,
    /** The point of no return. */
    PIVOT,
    /** It is repeated until it succeeds. */
    RETRIABLE,
    /** A hand-written undo, as the lint takes a Task for one. */
    UNDO
}
