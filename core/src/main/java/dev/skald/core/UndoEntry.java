package dev.skald.core;

import dev.skald.asl.Payload;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step that would be undone, or is.
 *
 * @param step the sequence of the event that scheduled its first attempt
 * @param within the Parallel and Map states around it, outer ones first, each with its scope, such as {@code Book[3]}:
 *     entries under different scopes of the same state are undone side by side
 * @param outcome whether it surely happened
 * @param progress how far its undo is
 * @param record what its compensation remembers; null when there is nothing
 * @param error of its last attempt; null when that succeeded
 */
public record UndoEntry(
        long step,
        String state,
        String compensation,
        String key,
        List<String> within,
        Outcome outcome,
        Progress progress,
        @Nullable Payload record,
        @Nullable String error,
        @Nullable String cause) {

    /** What is known of a step. */
    public enum Outcome {
        SUCCEEDED,
        /** It may have happened. */
        UNCERTAIN,
        /** An attempt is in flight. */
        OPEN
    }

    /** How far an undo is. */
    public enum Progress {
        PENDING,
        COMPENSATING,
        PARKED
    }

    static List<UndoEntry> of(Execution execution) {
        List<UndoEntry> entries = new ArrayList<>();
        add(execution, Frame.ROOT, List.of(), entries);
        return entries;
    }

    private static void add(Execution execution, int scope, List<String> within, List<UndoEntry> entries) {
        for (UndoLog.Node node : execution.saga.log.sequence(scope).reversed()) {
            switch (node) {
                case UndoLog.Step step -> {
                    if (step.needsUndo()) entries.add(of(execution, step, within));
                }
                case UndoLog.Fork fork -> {
                    for (int child : fork.scopes) {
                        List<String> inner = new ArrayList<>(within);
                        inner.add(fork.state + "[" + child + "]");
                        add(execution, child, List.copyOf(inner), entries);
                    }
                }
            }
        }
    }

    private static UndoEntry of(Execution execution, UndoLog.Step step, List<String> within) {
        return new UndoEntry(
                step.id,
                step.state,
                step.compensation,
                step.key,
                within,
                outcome(step),
                progress(execution, step),
                step.record,
                step.succeeded ? null : step.error,
                step.succeeded ? null : step.cause);
    }

    private static Outcome outcome(UndoLog.Step step) {
        if (step.succeeded) return Outcome.SUCCEEDED;
        return step.open ? Outcome.OPEN : Outcome.UNCERTAIN;
    }

    private static Progress progress(Execution execution, UndoLog.Step step) {
        Frame frame = execution.frames.get(step.undoneIn);
        if (step.undoneIn == 0 || frame == null) return Progress.PENDING;
        return frame.doing instanceof Doing.Parked ? Progress.PARKED : Progress.COMPENSATING;
    }
}
