package dev.skald.tasks.functions;

import org.jspecify.annotations.Nullable;

/** How an invocation ended, as seen at the Runtime API and at the process. */
sealed interface Ending {
    /** The runtime posted a result. */
    record Responded(byte[] body) implements Ending {}

    /** The runtime posted a result beyond Lambda's limit. */
    record Oversized() implements Ending {}

    /**
     * The runtime posted an error.
     *
     * @param type the header {@code Lambda-Runtime-Function-Error-Type}; null when there is none
     */
    record Failed(@Nullable String type, byte[] body) implements Ending {}

    /** The process could not get ready, and said why. The event was not handed over. */
    record InitFailed(@Nullable String type, byte[] body) implements Ending {}

    /** @param begun whether the event had been handed over */
    record Exited(int status, boolean begun) implements Ending {}

    /** @param begun whether the event had been handed over */
    record TimedOut(boolean begun) implements Ending {}

    /** Whether the process can be used again. */
    default boolean leavesProcess() {
        return switch (this) {
            case Responded _, Oversized _, Failed _ -> true;
            case InitFailed _, Exited _, TimedOut _ -> false;
        };
    }
}
