package dev.skald.engine;

import dev.skald.core.Execution;
import dev.skald.core.Park;
import dev.skald.core.SagaStatus;
import dev.skald.core.UndoEntry;
import dev.skald.engine.store.ExecutionRow;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * The saga of an execution.
 *
 * @param log what it has done and would undo, in the order in which it would: the preview of a compensation
 * @param parks what waits for a person
 * @param waiting the steps in Java for which nobody is here: no program that is open has registered them
 * @param pastPivot whether nothing is undone any more: it can neither be stopped nor time out
 */
public record SagaDescription(
        ExecutionRow row,
        SagaStatus status,
        List<UndoEntry> log,
        List<Park> parks,
        List<Waiting> waiting,
        boolean pastPivot) {

    /**
     * A step for which nobody is here.
     *
     * @param until when it is parked
     */
    public record Waiting(String state, Instant until) {}

    /** Of what can be no saga. */
    static SagaDescription none(ExecutionRow row) {
        return new SagaDescription(Rows.shown(row), SagaStatus.NONE, List.of(), List.of(), List.of(), false);
    }

    static SagaDescription of(ExecutionRow row, Execution execution, Collection<Waiting> waiting) {
        return new SagaDescription(
                DescribeExecution.of(row, execution).row(),
                execution.sagaStatus(),
                execution.undoLog(),
                execution.parks(),
                List.copyOf(waiting),
                execution.pastPivot());
    }
}
