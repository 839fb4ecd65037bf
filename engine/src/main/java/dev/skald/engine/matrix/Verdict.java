package dev.skald.engine.matrix;

import dev.skald.asl.Saga;
import dev.skald.asl.TaskRole;
import dev.skald.core.Park;
import dev.skald.core.SagaStatus;
import dev.skald.core.UndoEntry;
import dev.skald.engine.RunResult;
import dev.skald.engine.SagaDescription;
import dev.skald.engine.matrix.MatrixReport.Cell;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks at what a run has left behind. */
final class Verdict {
    private final SagaUnderTest saga;
    private final FaultCase faults;
    private final Collection<Visit> visits;
    private final RunResult result;
    private final SagaDescription description;
    private final List<SagaDescription> all;
    private final Set<String> undosCalled;
    private final Set<String> wrong = new LinkedHashSet<>();
    private boolean left;

    private Verdict(SagaUnderTest saga, FaultCase faults, MatrixWorld world) {
        this.saga = saga;
        this.faults = faults;
        this.visits = world.ledger.visits();
        this.result = world.skald().describeExecution(world.execution()).result();
        this.description = world.skald().describeSaga(world.execution());
        this.all = world.executions().stream()
                .map(row -> world.skald().describeSaga(row.arn()))
                .toList();
        this.undosCalled = world.ledger.undosCalled();
    }

    /** @param wrong what is wrong, in words; empty when all is well */
    record Judged(Cell cell, List<String> wrong) {}

    static Judged of(SagaUnderTest saga, FaultCase faults, MatrixWorld world) {
        var verdict = new Verdict(saga, faults, world);
        verdict.readHistories(world.histories());
        verdict.judge();
        return new Judged(verdict.cell(), List.copyOf(verdict.wrong));
    }

    private Cell cell() {
        if (!wrong.isEmpty()) return Cell.WRONG;
        if (left) return Cell.LEFT;
        return result.status().terminal() ? Cell.OK : Cell.PARKED;
    }

    private void readHistories(List<HistoryOfVisits> histories) {
        for (HistoryOfVisits history : histories) {
            for (Visit visit : visits) {
                List<Visit.Place> places = history.places(visit.key);
                if (places == null) continue;
                visit.places = places;
                visit.succeeded = history.succeeded(visit.key);
            }
            for (String state : history.unstableKeys())
                wrong.add("the attempts at '" + state + "' have different keys");
        }
    }

    private void judge() {
        visits.forEach(this::once);
        switch (result.status()) {
            case RUNNING -> stillOpen();
            case SUCCEEDED -> succeeded();
            case FAILED, TIMED_OUT, ABORTED -> failed();
        }
        order();
        pivotIsFinal();
    }

    private List<Visit> standing() {
        return visits.stream().filter(visit -> visit.counts() && visit.stands()).toList();
    }

    private void once(Visit visit) {
        if (!visit.counts() || visit.effectsMost < 2) return;
        wrong.add(visit.name() + " took effect " + visit.effectsMost + " times: " + visit.participant
                + " carries no key, and neither do its arguments: put Saga.Key of the context object there");
    }

    // Whatever is still open waits for a person, and only where it must.

    private void stillOpen() {
        List<Park> parks = all.stream().flatMap(each -> each.parks().stream()).toList();
        if (parks.isEmpty()) {
            wrong.add("it never ends: nobody answers, and nothing limits how long it waits (" + waiting() + ")");
            return;
        }
        for (Park park : parks) if (!mayPark(park)) wrong.add("it waits for a person: " + told(park));
        Set<String> log = log();
        for (Visit visit : standing())
            if (!log.contains(visit.key) && !excused(visit))
                wrong.add(visit.name() + " stands, and nothing says that it is to be undone" + noUndo(visit));
    }

    /** The keys of what stands, as the execution and its children say. */
    private Set<String> log() {
        return all.stream()
                .flatMap(each -> each.log().stream())
                .map(UndoEntry::key)
                .collect(Collectors.toSet());
    }

    private String waiting() {
        Set<String> last = new LinkedHashSet<>();
        for (Visit visit : visits) if (!visit.succeeded && !visit.attempts.isEmpty()) last.add(visit.name());
        return last.isEmpty() ? "after " + faults : String.join(", ", last);
    }

    private static String told(Park park) {
        String state = park.state() == null ? "the execution" : "'" + park.state() + "'";
        String cause = park.cause() == null ? "" : ": " + park.cause();
        return state + " failed with " + park.error() + cause;
    }

    private boolean mayPark(Park park) {
        return switch (park.kind()) {
            case FAILURE -> true;
            case COMPENSATION -> mayPark(String.valueOf(park.state()));
            case STEP -> mustBeKnown();
        };
    }

    /** Whether the case is that this undo fails, or what it undoes: an execution with a log of its own. */
    private boolean mayPark(String undo) {
        boolean fails = faults.fault() == Fault.UNDO_FAILS || faults.fault() == Fault.UNDO_HANGS;
        return fails && (faults.state().equals(undo) || !undosCalled.contains(undo));
    }

    /** Whether a pivot in doubt, or a retriable step that fails for good, is what the case is about. */
    private boolean mustBeKnown() {
        for (FaultCase each = faults; each != null; each = each.cause()) if (mustBeKnown(each)) return true;
        return false;
    }

    private boolean mustBeKnown(FaultCase each) {
        boolean fails = each.fault() == Fault.FAILS;
        boolean doubt = each.fault().leavesDoubt() || (fails && uncertain(each));
        return switch (saga.role(each.state())) {
            case PIVOT -> doubt;
            case RETRIABLE -> doubt || fails;
            case NEUTRAL, STEP, COMPENSATABLE, UNDO -> false;
        };
    }

    private boolean uncertain(FaultCase each) {
        return each.error() != null && saga.uncertain(each.state(), each.error());
    }

    private boolean excused(Visit visit) {
        return description.pastPivot() || visit.role == TaskRole.PIVOT || visit.role == TaskRole.RETRIABLE;
    }

    private static String noUndo(Visit visit) {
        return visit.role == TaskRole.STEP ? ": it has no Compensate" : "";
    }

    // All.

    private void succeeded() {
        for (Visit visit : standing())
            if (!visit.succeeded)
                wrong.add(visit.name() + " stands, though it counts as failed, and the rest succeeded");
        for (Visit visit : visits)
            if (visit.role == TaskRole.PIVOT && visit.succeeded && !visit.stands())
                wrong.add("it succeeded, but its pivot " + visit.name() + " does not stand");
    }

    // Or nothing.

    private void failed() {
        List<Visit> standing = standing();
        if (standing.isEmpty()) return;
        boolean toldSo = description.status() == SagaStatus.COMPENSATION_FAILED
                && faults.fault().target() == Fault.Target.UNDO;
        Set<String> log = log();
        if (toldSo && standing.stream().allMatch(visit -> log.contains(visit.key))) {
            left = true;
            return;
        }
        if (visits.stream().anyMatch(visit -> visit.role == TaskRole.PIVOT && visit.stands())) {
            wrong.add(ended() + " past its pivot, half done: " + names(standing) + " stand");
            return;
        }
        for (Visit visit : standing) wrong.add(ended() + ", but " + visit.name() + " stands" + why(visit));
    }

    private String ended() {
        return "it ended " + result.status() + (result.error() == null ? "" : " with " + result.error());
    }

    private static String names(List<Visit> all) {
        return all.stream().map(Visit::name).collect(Collectors.joining(", "));
    }

    private static String why(Visit visit) {
        if (visit.role == TaskRole.STEP) return noUndo(visit);
        return visit.succeeded ? ": it is not undone" : ": it happened, though it counts as failed, and is not undone";
    }

    // In the reverse order.

    private void order() {
        boolean goesOn = saga.saga()
                .filter(each -> each.onCompensationFailure() == Saga.OnCompensationFailure.Continue)
                .isPresent();
        for (Visit first : visits)
            for (Visit then : visits)
                if (first.undoneAt > 0 && then.doneAt > 0 && then.doneAt < first.undoneAt && first.before(then))
                    order(first, then, goesOn);
    }

    private void order(Visit first, Visit then, boolean goesOn) {
        boolean later = then.undoneAt > first.undoneAt;
        boolean never = then.counts() && then.stands() && then.role == TaskRole.COMPENSATABLE && !goesOn;
        if (later) wrong.add(first.name() + " was undone before " + then.name() + ", which came after it");
        else if (never && !result.status().terminal())
            wrong.add(first.name() + " was undone while " + then.name() + ", which came after it, still stands");
    }

    private void pivotIsFinal() {
        for (Visit pivot : visits) {
            if (pivot.role != TaskRole.PIVOT || !pivot.succeeded) continue;
            List<Visit> undone = new ArrayList<>();
            for (Visit visit : visits) if (visit.undoneAt > pivot.doneAt && visit.before(pivot)) undone.add(visit);
            if (!undone.isEmpty()) wrong.add(names(undone) + " was undone after the pivot " + pivot.name());
        }
    }
}
