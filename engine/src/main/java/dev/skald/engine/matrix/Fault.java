package dev.skald.engine.matrix;

/** What goes wrong with a step, or with the undo of one. */
public enum Fault {
    /** Nothing goes wrong. */
    NONE("undisturbed", Target.NOTHING),
    /** The participant reports an error, on every attempt. */
    FAILS("fails", Target.STEP),
    /** It happens, and no answer comes, on every attempt. */
    TIMES_OUT_DONE("done, no answer", Target.STEP),
    /** It does not happen, and no answer comes, on every attempt. */
    TIMES_OUT_NOT_DONE("not done, no answer", Target.STEP),
    /** It happens without an answer; the attempts that follow surely fail. */
    FAILS_AFTER_DOUBT("doubt, then fails", Target.STEP),
    /** The engine dies before it has stored the result. */
    CRASH_BEFORE_COMMIT("crash before", Target.STEP),
    /** The engine dies when it has just stored the result. */
    CRASH_AFTER_COMMIT("crash after", Target.STEP),
    /** The network delivers the call twice. */
    DELIVERED_TWICE("twice", Target.STEP),
    /** The undo fails on its first attempt. */
    UNDO_FAILS_ONCE("fails once", Target.UNDO),
    /** The undo fails on every attempt. */
    UNDO_FAILS("fails for ever", Target.UNDO),
    /** The undo never answers. */
    UNDO_HANGS("hangs", Target.UNDO);

    /** What a fault befalls. */
    public enum Target {
        NOTHING,
        STEP,
        UNDO
    }

    private final String title;
    private final Target target;

    Fault(String title, Target target) {
        this.title = title;
        this.target = target;
    }

    /** In a few words, as the table's columns have it. */
    public String title() {
        return title;
    }

    public Target target() {
        return target;
    }

    /** Whether nobody can tell from the answers that the step did not happen. */
    boolean leavesDoubt() {
        return switch (this) {
            case TIMES_OUT_DONE, TIMES_OUT_NOT_DONE, FAILS_AFTER_DOUBT -> true;
            case NONE,
                    FAILS,
                    CRASH_BEFORE_COMMIT,
                    CRASH_AFTER_COMMIT,
                    DELIVERED_TWICE,
                    UNDO_FAILS_ONCE,
                    UNDO_FAILS,
                    UNDO_HANGS -> false;
        };
    }
}
