package dev.skald.core;

/** What a person can do about a saga that waits for one. */
public enum OperatorAction {
    /** A parked compensation or step is tried again, with another input if one is given. */
    RETRY,
    /** A parked compensation is left out: what it would have undone stays. */
    SKIP,
    /** A parked compensation was done by hand. */
    DONE,
    /** A parked pivot or retriable step did happen, with the result given. */
    HAPPENED,
    /** A parked pivot did not happen, or a parked failure is to be undone: everything is undone. */
    COMPENSATE,
    /** The execution ends now, whatever is not undone. */
    ABANDON
}
