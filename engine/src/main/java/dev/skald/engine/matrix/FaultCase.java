package dev.skald.engine.matrix;

import org.jspecify.annotations.Nullable;

/**
 * One run of the matrix: what goes wrong where.
 *
 * @param input which of the inputs, from 0
 * @param state the Task, or the state that undoes one, that the fault befalls; empty when nothing goes wrong
 * @param visit which visit of it, from 0
 * @param error the error that the participant reports; null when it reports none
 * @param cause what goes wrong before, so that the state is called at all; null when it is called anyway
 */
record FaultCase(
        int input,
        String state,
        int visit,
        Fault fault,
        @Nullable String error,
        @Nullable FaultCase cause) {

    static FaultCase undisturbed(int input) {
        return new FaultCase(input, "", 0, Fault.NONE, null, null);
    }

    static FaultCase of(int input, String state, int visit, Fault fault) {
        return new FaultCase(input, state, visit, fault, null, null);
    }

    static FaultCase failing(int input, String state, int visit, String error) {
        return new FaultCase(input, state, visit, Fault.FAILS, error, null);
    }

    /** The same after something else went wrong. */
    FaultCase after(FaultCase before) {
        return new FaultCase(input, state, visit, fault, error, before);
    }

    /** The fault of an undo, in a run in which it is called. */
    static FaultCase ofUndo(String undo, Fault fault, FaultCase cause) {
        return new FaultCase(cause.input, undo, 0, fault, null, cause);
    }

    private boolean befalls(String task, int number) {
        return state.equals(task) && visit == number;
    }

    /**
     * What comes of a call.
     *
     * @param attempt of this visit, from 0
     */
    Fate fate(String task, int number, int attempt) {
        if (befalls(task, number)) return fate(attempt);
        return cause == null ? Fate.SUCCEEDS : cause.fate(task, number, attempt);
    }

    private Fate fate(int attempt) {
        boolean first = attempt == 0;
        return switch (fault) {
            case NONE -> Fate.SUCCEEDS;
            case FAILS, UNDO_FAILS -> Fate.REFUSED;
            case TIMES_OUT_DONE -> Fate.DONE_UNHEARD;
            case TIMES_OUT_NOT_DONE, UNDO_HANGS -> Fate.LOST;
            case FAILS_AFTER_DOUBT -> first ? Fate.DONE_UNHEARD : Fate.THROTTLED;
            case CRASH_BEFORE_COMMIT -> first ? Fate.CRASHES_BEFORE : Fate.SUCCEEDS;
            case CRASH_AFTER_COMMIT -> first ? Fate.CRASHES_AFTER : Fate.SUCCEEDS;
            case DELIVERED_TWICE -> first ? Fate.DELIVERED_TWICE : Fate.SUCCEEDS;
            case UNDO_FAILS_ONCE -> first ? Fate.REFUSED : Fate.SUCCEEDS;
        };
    }

    /** The error of a call that is refused. */
    String errorOf(String task, int number) {
        if (befalls(task, number) || cause == null) return error == null ? UNDECLARED : error;
        return cause.errorOf(task, number);
    }

    /** An error that no definition names. */
    static final String UNDECLARED = "Matrix.Undeclared";

    @Override
    public String toString() {
        if (fault == Fault.NONE) return "undisturbed";
        String which = visit == 0 ? "" : " (visit " + (visit + 1) + ")";
        String with = error == null ? "" : " with " + error;
        String after = cause == null ? "" : ", after " + cause;
        return state + which + ": " + fault.title() + with + after;
    }

    /** What comes of one call. */
    enum Fate {
        SUCCEEDS,
        /** It does not happen, and the participant says so. */
        REFUSED,
        /** It is sent away before anybody looks at it: this attempt surely did nothing. */
        THROTTLED,
        /** It happens, and no answer comes. */
        DONE_UNHEARD,
        /** It does not happen, and no answer comes. */
        LOST,
        DELIVERED_TWICE,
        CRASHES_BEFORE,
        CRASHES_AFTER
    }
}
