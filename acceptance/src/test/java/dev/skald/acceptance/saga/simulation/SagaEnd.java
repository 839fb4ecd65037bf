package dev.skald.acceptance.saga.simulation;

import dev.skald.asl.Saga;
import dev.skald.asl.SagaStep;
import dev.skald.asl.StateMachine;
import dev.skald.core.Execution;
import dev.skald.core.SagaStatus;
import dev.skald.core.Status;
import dev.skald.core.UndoEntry;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares what a saga says of itself with what took effect: after each commit, and in the end. */
final class SagaEnd {
    private SagaEnd() {}

    // After each commit.

    /** The log holds what the journal says happened, or may have, and is not undone: no more and no less. */
    static void checkLog(Execution execution, SagaWatch watch, Participants participants) {
        Map<String, UndoEntry> log =
                execution.undoLog().stream().collect(Collectors.toMap(UndoEntry::key, entry -> entry));
        for (Visit visit : watch.visits.values()) {
            boolean logged = log.containsKey(visit.key);
            SagaInvariant.LOG_IS_TRUE.require(
                    logged == visit.inLog(), () -> (logged ? "too much in the log: " : "not in the log: ") + visit);
        }
        for (String key : participants.keys()) if (participants.stands(key)) checkStanding(key, watch, log.keySet());
        log.values().forEach(entry -> checkEntry(entry, watch, participants));
    }

    private static void checkStanding(String key, SagaWatch watch, Set<String> log) {
        Visit visit = watch.visits.get(key);
        if (visit == null) throw new SagaInvariant.Violation(SagaInvariant.KEYS, "a call with the key " + key);
        boolean excused = visit.beyondUndo || visit.role != SagaStep.Role.COMPENSATABLE;
        SagaInvariant.ALL_OR_NOTHING.require(
                excused || log.contains(key), () -> "it stands, and nobody knows: " + visit);
    }

    private static void checkEntry(UndoEntry entry, SagaWatch watch, Participants participants) {
        Visit visit = Objects.requireNonNull(watch.visits.get(entry.key()));
        SagaInvariant.LOG_IS_TRUE.require(
                (entry.outcome() == UndoEntry.Outcome.SUCCEEDED) == visit.succeeded, () -> entry + " of " + visit);
        SagaInvariant.LOG_IS_TRUE.require(
                entry.outcome() != UndoEntry.Outcome.SUCCEEDED || participants.happened(entry.key()),
                () -> "it never happened: " + entry);
    }

    static void checkStatus(Execution execution) {
        SagaStatus status = execution.sagaStatus();
        boolean open = switch (status) {
            case NONE -> throw new SagaInvariant.Violation(SagaInvariant.STATUS, "a saga that is none");
            case ACTIVE, COMPENSATING, PARKED -> true;
            case COMPENSATED, COMPENSATION_FAILED, COMMITTED, ABANDONED -> false;
        };
        SagaInvariant.STATUS.require(open != execution.settled(), () -> status + " while " + execution.status());
        SagaInvariant.STATUS.require(
                execution.parks().isEmpty() || status == SagaStatus.PARKED, () -> execution.parks() + " but " + status);
    }

    // In the end.

    static void check(
            Execution execution, StateMachine machine, SagaWatch watch, Participants participants, SagaCensus census) {
        switch (execution.sagaStatus()) {
            case COMMITTED -> {
                census.count(SagaOccurrence.COMMITTED);
                committed(execution, watch, participants);
            }
            case COMPENSATED -> {
                census.count(SagaOccurrence.COMPENSATED);
                compensated(execution, watch, participants);
            }
            case COMPENSATION_FAILED -> {
                census.count(SagaOccurrence.COMPENSATION_FAILED);
                SagaInvariant.STATUS.require(
                        watch.abandoned || !execution.undoLog().isEmpty(), "nothing is left, but it failed");
            }
            case ABANDONED -> {
                census.count(SagaOccurrence.ABANDONED);
                abandoned(execution, machine, watch);
            }
            case NONE, ACTIVE, COMPENSATING, PARKED -> throw new IllegalStateException("no end");
        }
        for (Visit visit : watch.visits.values()) if (visit.undone) requireUndone(visit, participants);
    }

    private static void requireUndone(Visit visit, Participants participants) {
        SagaInvariant.ALL_OR_NOTHING.require(!participants.stands(visit.key), () -> "not undone: " + visit);
    }

    private static void committed(Execution execution, SagaWatch watch, Participants participants) {
        boolean atEnd = watch.undoneAtEnd && !watch.redriven;
        SagaInvariant.ALL_OR_NOTHING.require(!atEnd || watch.pivotPassed, () -> "committed, and undone: " + execution);
        for (Visit visit : watch.visits.values()) {
            if (visit.role != SagaStep.Role.PIVOT || !visit.succeeded) continue;
            SagaInvariant.ALL_OR_NOTHING.require(participants.stands(visit.key), () -> "no pivot: " + visit);
        }
        for (UndoEntry entry : execution.undoLog()) {
            boolean stands = participants.stands(entry.key())
                    || Objects.requireNonNull(watch.visits.get(entry.key())).undoBegun > 0;
            SagaInvariant.ALL_OR_NOTHING.require(
                    stands || entry.outcome() != UndoEntry.Outcome.SUCCEEDED, () -> "committed without " + entry);
        }
    }

    private static void compensated(Execution execution, SagaWatch watch, Participants participants) {
        SagaInvariant.STATUS.require(execution.undoLog().isEmpty(), () -> "left: " + execution.undoLog());
        SagaInvariant.STATUS.require(
                execution.status() != Status.SUCCEEDED || watch.reversed, "compensated, and succeeded");
        for (Visit visit : watch.visits.values()) {
            boolean counts = visit.role == SagaStep.Role.COMPENSATABLE || visit.role == SagaStep.Role.PIVOT;
            SagaInvariant.ALL_OR_NOTHING.require(
                    !counts || !participants.stands(visit.key), () -> "compensated, but it stands: " + visit);
        }
    }

    private static void abandoned(Execution execution, StateMachine machine, SagaWatch watch) {
        Saga saga = Objects.requireNonNull(machine.saga());
        SagaInvariant.STATUS.require(
                saga.onStop() == Saga.OnStop.Abort && execution.status() == Status.ABORTED, "abandoned by nobody");
        boolean pivotInDoubt = watch.visits.values().stream()
                .anyMatch(visit -> visit.role == SagaStep.Role.PIVOT && visit.mayHaveHappened());
        SagaInvariant.STATUS.require(pivotInDoubt || !execution.undoLog().isEmpty(), "abandoned, and nothing is left");
    }
}
