package dev.skald.core;

import dev.skald.asl.Payload;
import dev.skald.asl.TaskResource;
import java.time.Instant;
import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a {@link Frame} is doing: the program counter, as data. */
sealed interface Doing {

    /** About to enter a state. */
    record Entering(String next) implements Doing {}

    /** In a state whose work is being decided: never seen between turns. */
    record Performing() implements Doing {}

    /**
     * In a state that a redrive is about to go on with.
     *
     * @param changed whether the redrive brought another input or definition
     */
    record Resuming(boolean changed) implements Doing {}

    /** In a Wait state. */
    record Waiting(Instant dueAt) implements Doing {}

    /** Between a failure and the next attempt. */
    record BackingOff(Instant at) implements Doing {}

    /**
     * In a task.
     *
     * @param scheduled the sequence of its scheduling event
     * @param claimed whether someone has it: false only for an activity task that no worker took
     */
    record Running(
            long scheduled,
            TaskResource resource,
            @Nullable Long heartbeatSeconds,
            @Nullable Long timeoutSeconds,
            boolean claimed,
            boolean submitted,
            @Nullable Instant timeoutAt,
            @Nullable Instant heartbeatAt)
            implements Doing {

        Running started(@Nullable Instant timeout, @Nullable Instant heartbeat) {
            return new Running(
                    scheduled, resource, heartbeatSeconds, timeoutSeconds, true, submitted, timeout, heartbeat);
        }

        Running afterSubmit() {
            return new Running(
                    scheduled, resource, heartbeatSeconds, timeoutSeconds, claimed, true, timeoutAt, heartbeatAt);
        }

        /** The next instant at which the task times out. */
        @Nullable
        Instant dueAt() {
            if (timeoutAt == null || heartbeatAt == null) return timeoutAt == null ? heartbeatAt : timeoutAt;
            return heartbeatAt.isBefore(timeoutAt) ? heartbeatAt : timeoutAt;
        }

        /** Whether, at an instant when the task is due, it is for a missed heartbeat. */
        boolean missedHeartbeat() {
            return heartbeatAt != null && heartbeatAt.equals(dueAt()) && !heartbeatAt.equals(timeoutAt);
        }
    }

    /**
     * In a Map Run, or in its failure.
     *
     * @param started the sequence of its MapRunStarted
     */
    record RunningMap(long started, MapRun run, int redriveCount) implements Doing {}

    /** In a state that a retrier or catcher took up, which goes on once what the state did is undone. */
    record Undoing(Event.Handler handler, int index, Failure failure) implements Doing {}

    /**
     * In a state that waits for a person.
     *
     * @param since the sequence of the event that parked it: by this a person names it
     * @param inDoubt whether it is a pivot that may have happened when the execution was to end
     */
    record Parked(
            long since,
            Instant at,
            @Nullable String error,
            @Nullable String cause,
            boolean inDoubt) implements Doing {}

    /** In a Parallel or Map whose branches or iterations run. */
    sealed interface Forked extends Doing {
        /** The open scopes of it, in the order in which they began. */
        SortedSet<Integer> children();

        @Nullable
        Payload[] outputs();

        /** How many branches or iterations have ended. */
        int ended();

        /** Whether all branches or iterations have ended. */
        default boolean complete() {
            return ended() == outputs().length;
        }
    }

    /** In a Parallel. */
    final class Joining implements Forked {
        final @Nullable Payload[] outputs;
        final SortedSet<Integer> children = new TreeSet<>();
        int ended;

        Joining(int branches) {
            outputs = new Payload[branches];
        }

        @Override
        public SortedSet<Integer> children() {
            return children;
        }

        @Override
        public @Nullable Payload[] outputs() {
            return outputs;
        }

        @Override
        public int ended() {
            return ended;
        }

        @Override
        public String toString() {
            return "Joining" + children + ended + Arrays.toString(outputs);
        }
    }

    /** In a Map. */
    final class Mapping implements Forked {
        final Payload items;
        final int concurrency;
        final @Nullable Payload[] outputs;
        final SortedSet<Integer> children = new TreeSet<>();
        int begun;
        int ended;

        Mapping(Payload items, int length, int concurrency) {
            this.items = items;
            this.concurrency = concurrency;
            outputs = new Payload[length];
        }

        boolean mayBegin() {
            return begun < outputs.length && begun - ended < concurrency;
        }

        @Override
        public SortedSet<Integer> children() {
            return children;
        }

        @Override
        public @Nullable Payload[] outputs() {
            return outputs;
        }

        @Override
        public int ended() {
            return ended;
        }

        @Override
        public String toString() {
            return "Mapping" + children + begun + "/" + ended + "/" + concurrency + items + Arrays.toString(outputs);
        }
    }
}
