package dev.skald.core;

/** The status of an execution, spelled as AWS does. */
public enum Status {
    RUNNING,
    SUCCEEDED,
    FAILED,
    TIMED_OUT,
    ABORTED;

    public boolean terminal() {
        return this != RUNNING;
    }
}
