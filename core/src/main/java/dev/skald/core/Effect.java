package dev.skald.core;

/** What a failed attempt is known to have done at the participant. Sagas live on this; error names alone cannot tell it. */
public enum Effect {
    /** Surely nothing happened: not sent, refused, throttled. */
    NONE,
    /** It may have happened: sent, but no readable answer; timed out; cut off. */
    UNCERTAIN,
    /** The participant itself reported the error. */
    REPORTED
}
