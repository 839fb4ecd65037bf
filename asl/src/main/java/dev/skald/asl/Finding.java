package dev.skald.asl;

import org.jspecify.annotations.Nullable;

/**
 * What the lint has to say about a definition: it is allowed, and probably not what its author wants. Never part of an
 * answer of the AWS API. The rules are in {@code docs/sagas.md}.
 *
 * @param state the state that it is about; null when it is about the whole machine
 * @param location a JSON pointer into the definition, as {@link Problem#location}
 * @param reason why it matters and what would mend it, in whole sentences
 */
public record Finding(Code code, @Nullable String state, String location, String reason) {
    /** What is found, in plain machines and in sagas. */
    public enum Code {
        /** An entry of {@code ErrorEquals} with a comma in it, which no error is named. */
        COMMA_IN_ERROR_EQUALS,
        /** A Task with neither a time-out nor a heartbeat. */
        NO_TIME_LIMIT,
        /** A hand-written undo whose own failure nobody catches. */
        UNDO_FAILURE_UNCAUGHT,
        /** A catcher that undoes by hand what branches or iterations may still be doing. */
        UNDO_WHILE_RUNNING,
        /** A Task that stays done when the saga around it is undone. */
        NO_COMPENSATION,
        /** A step that could be undone, where nothing is undone any more. */
        COMPENSATABLE_AFTER_PIVOT,
        /** A pivot after a pivot. */
        SECOND_PIVOT,
        /** A Task that may fail where the saga can only go forward. */
        NOT_RETRIABLE_AFTER_PIVOT,
        /** An undo that reads {@code Record}, which an uncertain step does not have. */
        RECORD_MAY_BE_ABSENT,
        /** An action or undo that hands no key to its participant. */
        NO_KEY,
        /** A catcher that leads to success and leaves done what the saga could undo. */
        CAUGHT_WITHOUT_COMPENSATION,
        /** A retrier that tries again on top of what the failed attempt did. */
        RETRIED_WITHOUT_COMPENSATION
    }

    /** As {@link Problem#toString}: {@code CODE: reason at /location}. */
    @Override
    public String toString() {
        return code + ": " + reason + " at " + location;
    }
}
