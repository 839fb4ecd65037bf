package dev.skald.engine.store;

import dev.skald.asl.RunClass;
import dev.skald.core.SagaStatus;
import dev.skald.core.Status;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One atomic write to one execution: a chunk of events, and what changes in the execution's row with it.
 *
 * @param executionId the execution
 * @param expectedLastSequence the last event the deciding was based on, 0 at the start: the fence
 * @param lastSequence the last event of this chunk; equals {@code expectedLastSequence} when there are no events
 * @param appendId 64 random bits that tell, after an undecided outcome, whether this append was stored
 * @param events the encoded chunk; empty when only the row changes
 * @param change what happens to the row; null when nothing does
 * @param saga what changes of its saga, beside {@code change}; null when nothing does
 * @param waiting which tasks wait for a token from here on, and which no longer do
 * @param decisions what persons decided of the execution
 */
public record Append(
        long executionId,
        long expectedLastSequence,
        long lastSequence,
        long appendId,
        byte[] events,
        @Nullable RowChange change,
        @Nullable SagaChange saga,
        WaitingChange waiting,
        List<DecisionRow> decisions) {

    /** No person decides. */
    public Append(
            long executionId,
            long expectedLastSequence,
            long lastSequence,
            long appendId,
            byte[] events,
            @Nullable RowChange change,
            @Nullable SagaChange saga,
            WaitingChange waiting) {
        this(executionId, expectedLastSequence, lastSequence, appendId, events, change, saga, waiting, List.of());
    }

    /** The tasks that wait stay. */
    public Append(
            long executionId,
            long expectedLastSequence,
            long lastSequence,
            long appendId,
            byte[] events,
            @Nullable RowChange change,
            @Nullable SagaChange saga) {
        this(executionId, expectedLastSequence, lastSequence, appendId, events, change, saga, WaitingChange.NONE);
    }

    /** The saga stays as it is, and so do the tasks that wait. */
    public Append(
            long executionId,
            long expectedLastSequence,
            long lastSequence,
            long appendId,
            byte[] events,
            @Nullable RowChange change) {
        this(executionId, expectedLastSequence, lastSequence, appendId, events, change, null);
    }

    /**
     * What an append does to the list of tasks that wait for their tokens.
     *
     * @param begun those that wait from here on
     * @param over the sequences of those that no longer do
     */
    public record WaitingChange(List<WaitingTaskRow> begun, List<Long> over) {
        /** Nothing. */
        public static final WaitingChange NONE = new WaitingChange(List.of(), List.of());
    }

    /**
     * To what a saga comes.
     *
     * @param parkedSince since when the oldest of what is parked waits, in whole milliseconds; null when nothing is
     */
    public record SagaChange(SagaStatus status, @Nullable Instant parkedSince) {
        public SagaChange {
            if ((status == SagaStatus.PARKED) != (parkedSince != null))
                throw new IllegalArgumentException(status + " since " + parkedSince);
        }

        /** To a status in which nothing is parked. */
        public static SagaChange to(SagaStatus status) {
            return new SagaChange(status, null);
        }
    }

    /** What an append does to the execution's row. */
    public sealed interface RowChange {
        /** The row is made. Fails with {@link Result.NameTaken} when the machine has an execution of that name. */
        record Create(ExecutionRow row) implements RowChange {}

        /**
         * The execution is put to rest: nothing in flight, nothing due soon.
         *
         * @param wakeAt the next timer; null when only outside events can wake it
         * @param snapshot the encoded state after {@code lastSequence}: a cache, which a fold of the events can replace
         */
        record Rest(@Nullable Instant wakeAt, byte[] snapshot) implements RowChange {}

        /** Both at once: an execution whose first turn leaves it at rest. */
        record CreateAtRest(ExecutionRow row, Rest rest) implements RowChange {}

        /** A resting execution is being worked on again. */
        record Wake() implements RowChange {}

        /**
         * The execution has ended.
         *
         * @param failure what it failed with, to be counted among the failures; null when it succeeded
         */
        record End(
                Status status,
                Instant stoppedAt,
                RunClass runClass,
                @Nullable Failure failure) implements RowChange {
            /** Of a failure no more is known. */
            public End(Status status, Instant stoppedAt, RunClass runClass) {
                this(status, stoppedAt, runClass, null);
            }

            /** In the class that its status lets expect. */
            public End(Status status, Instant stoppedAt) {
                this(status, stoppedAt, Objects.requireNonNull(ExecutionRow.expected(status)));
            }
        }

        /**
         * An execution that had ended runs again. Conflicts when it is not there any more.
         *
         * @param redriveCount how often it was redriven, this time included
         * @param definition the text that it runs from here on; null when it runs the same as before
         */
        record Redrive(
                int redriveCount,
                Instant redrivenAt,
                @Nullable Definition definition) implements RowChange {}

        /** Redriven and ended again in one turn. */
        record RedriveEnded(Redrive redrive, End end) implements RowChange {}

        /** Created and ended in one turn. */
        record CreateEnded(ExecutionRow row, End end) implements RowChange {}
    }

    /**
     * What an execution failed with.
     *
     * @param state where; empty when it had entered none
     * @param error empty when it has no name, as often with StopExecution
     */
    public record Failure(String state, String error) {}

    /** The text of a definition, by its hash. */
    public record Definition(String hash, String text) {}

    /** What came of an append. */
    public sealed interface Result {
        record Stored() implements Result {}

        /** Someone else appended first: reload and decide again. */
        record Conflict() implements Result {}

        /** There is an execution of that name already. */
        record NameTaken(ExecutionRow existing) implements Result {}
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Append that
                && executionId == that.executionId
                && appendId == that.appendId
                && lastSequence == that.lastSequence
                && Arrays.equals(events, that.events);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(appendId);
    }

    /** An append without a change of the row. */
    public static Append of(long executionId, long expected, long last, long appendId, byte[] events) {
        return new Append(executionId, expected, last, appendId, events, null);
    }
}
