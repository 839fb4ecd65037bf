package dev.skald.core;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an execution keeps for its saga: part of the fold of its events. */
final class SagaState {
    final UndoLog log = new UndoLog();

    /** Whether the machine has saga fields. */
    boolean present;

    boolean pastPivot;

    /** Whether the machine's time-out was over when the saga was past its pivot. */
    boolean overdue;

    /** Whether something that was not undone was given up. */
    boolean givenUp;

    /** Whether anything has been undone because the execution is to end. */
    boolean undone;

    /** Whether what an execution did that has ended is undone. */
    Reversal reversal = Reversal.NONE;

    /** How the execution will end once all is undone; null while it goes on. */
    @Nullable
    Ending ending;

    /**
     * An end that is held back.
     *
     * @param sequence of the event that said so; with it the drain's timer
     * @param stage what has to happen first
     */
    record Ending(
            Status status, @Nullable String error, @Nullable String cause, long sequence, Instant at, Stage stage) {

        Ending in(Stage next) {
            return new Ending(status, error, cause, sequence, at, next);
        }

        Event.End detail() {
            return switch (status) {
                case FAILED -> new Event.ExecutionFailed(error, cause);
                case TIMED_OUT -> new Event.ExecutionTimedOut(error, cause);
                case ABORTED -> new Event.ExecutionAborted(error, cause);
                case RUNNING, SUCCEEDED -> throw new IllegalStateException("no end to hold back: " + status);
            };
        }
    }

    /** The undo of an execution that had ended. */
    enum Reversal {
        NONE,
        UNDER_WAY,
        OVER
    }

    enum Stage {
        /** It waits for a person: {@code OnFailure: Park}. */
        PARKED,
        /** Calls in flight may still end. */
        DRAINING,
        UNDOING
    }

    void passPivot() {
        pastPivot = true;
        givenUp = false;
        log.drop();
    }

    /** Whether it waits for a person to redrive or undo it. */
    boolean waitsAtFailure() {
        return ending != null && ending.stage == Stage.PARKED;
    }

    /** The execution goes on after all. */
    void resume() {
        ending = null;
        reversal = Reversal.NONE;
        givenUp = false;
        undone = false;
        log.resume();
    }

    SagaStatus status(Execution execution) {
        if (!present) return SagaStatus.NONE;
        if (reversal != Reversal.NONE) return reversed(execution);
        return switch (execution.status()) {
            case RUNNING -> running(execution);
            case SUCCEEDED -> SagaStatus.COMMITTED;
            case FAILED, TIMED_OUT, ABORTED -> ended(execution);
        };
    }

    private SagaStatus reversed(Execution execution) {
        if (reversal == Reversal.OVER)
            return givenUp || !log.isEmpty() ? SagaStatus.COMPENSATION_FAILED : SagaStatus.COMPENSATED;
        return Park.of(execution).isEmpty() ? SagaStatus.COMPENSATING : SagaStatus.PARKED;
    }

    private SagaStatus running(Execution execution) {
        boolean compensating = ending != null;
        for (Frame frame : execution.frames.values()) {
            if (frame.doing instanceof Doing.Parked) return SagaStatus.PARKED;
            if (frame.doing instanceof Doing.Undoing) compensating = true;
        }
        if (overdue || ending != null && ending.stage == Stage.PARKED) return SagaStatus.PARKED;
        return compensating ? SagaStatus.COMPENSATING : SagaStatus.ACTIVE;
    }

    private SagaStatus ended(Execution execution) {
        boolean left = !log.isEmpty() || Compensating.endedInDoubt(execution);
        if (left && execution.status() == Status.ABORTED && !givenUp && (ending == null || waitsAtFailure()))
            return SagaStatus.ABANDONED;
        if (givenUp || !log.isEmpty()) return SagaStatus.COMPENSATION_FAILED;
        return pastPivot ? SagaStatus.COMMITTED : SagaStatus.COMPENSATED;
    }

    @Override
    public String toString() {
        return "Saga[" + present + pastPivot + overdue + givenUp + undone + reversal + " " + ending + " " + log + "]";
    }
}
