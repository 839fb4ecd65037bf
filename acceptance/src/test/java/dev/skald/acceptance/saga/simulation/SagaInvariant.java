package dev.skald.acceptance.saga.simulation;

import java.util.function.Supplier;

/** What holds for every saga, whatever happens. The numbers are those of the design's list. */
enum SagaInvariant {
    /** I2: the state is the fold of the journal, and a snapshot says the same. */
    FOLD_IS_STATE,
    /** I4: what is over takes no further result. */
    RESULT_ONCE,
    /** I5: who has not ended waits for something. */
    PENDING_CAUSE,
    /** I8: the log holds the visits that succeeded or may have, and are not undone. */
    LOG_IS_TRUE,
    /** I9: no undo while an attempt in what is undone is open. */
    DRAINED_FIRST,
    /** I10: the reverse partial order. */
    REVERSE_ORDER,
    /** I11: nothing is undone from before a pivot that has passed. */
    PIVOT_IS_FINAL,
    /** I12: one key per visit, also for its undo. */
    KEYS,
    /** In the end all has happened or nothing, or the log says what is left. */
    ALL_OR_NOTHING,
    /** What a compensation is told is true. */
    UNDO_KNOWS,
    /** The status of the saga fits what is so. */
    STATUS;

    /** An invariant does not hold. */
    static final class Violation extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final SagaInvariant invariant;

        Violation(SagaInvariant invariant, String message) {
            super(invariant + ": " + message);
            this.invariant = invariant;
        }

        SagaInvariant invariant() {
            return invariant;
        }
    }

    void require(boolean holds, Object message) {
        if (!holds) throw new Violation(this, String.valueOf(message));
    }

    void require(boolean holds, Supplier<String> message) {
        if (!holds) throw new Violation(this, message.get());
    }
}
