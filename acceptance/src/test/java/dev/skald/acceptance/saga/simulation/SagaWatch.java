package dev.skald.acceptance.saga.simulation;

import dev.skald.asl.SagaStep;
import dev.skald.asl.StateMachine;
import dev.skald.asl.TaskResource;
import dev.skald.asl.TaskState;
import dev.skald.core.Effect;
import dev.skald.core.Event;
import dev.skald.core.OperatorAction;
import dev.skald.core.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the journal as it grows, with an order of its own over the steps, and checks each undo that begins. */
final class SagaWatch {
    final Map<String, Visit> visits = new LinkedHashMap<>();
    boolean pivotPassed;
    boolean undoneAtEnd;
    boolean redriven;
    boolean abandoned;
    boolean reversed;

    private final StateMachine machine;
    private final SagaCensus census;
    private final Map<Integer, List<Visit.Place>> forks = new HashMap<>();
    private final Map<Integer, Long> forkedAt = new HashMap<>();
    private final Map<Integer, String> stateOf = new HashMap<>();
    private final Map<Integer, Visit> current = new HashMap<>();
    private final Map<Long, Visit> bySequence = new HashMap<>();
    private final Map<Integer, Visit> undoneIn = new HashMap<>();
    private final Map<Integer, Event.Handler> undoing = new HashMap<>();
    private @Nullable Status ending;
    private boolean drained;
    private boolean over;
    private int undos;

    /** @param machine as it should be */
    SagaWatch(StateMachine machine, SagaCensus census) {
        this.machine = machine;
        this.census = census;
        forks.put(0, List.of());
    }

    void see(Event event) {
        int scope = event.scope();
        switch (event.detail()) {
            case Event.StateEntered e -> {
                stateOf.put(scope, e.name());
                current.remove(scope);
            }
            case Event.StateExited _ -> exited(scope);
            case Event.ParallelStarted e -> {
                for (int i = 0; i < e.startAt().size(); i++) fork(scope, event.sequence(), e.firstScope() + i);
            }
            case Event.MapStarted _ -> forkedAt.put(scope, event.sequence());
            case Event.MapIterationStarted e -> fork(scope, forkedAt.getOrDefault(scope, 0L), e.iteration());
            case Event.TaskScheduled e -> scheduled(event, e);
            case Event.TaskStarted _ -> {
                if (current.get(scope) != null) current.get(scope).claimed = true;
            }
            case Event.TaskSucceeded _ -> ended(scope, true, false);
            case Event.TaskFailed e -> ended(scope, false, e.effect() == Effect.UNCERTAIN);
            case Event.TaskTimedOut _ -> ended(scope, false, true);
            case Event.RetryScheduled _ -> undoing.remove(scope);
            case Event.PivotPassed _ -> passPivot();
            case Event.PivotOverdue _ -> census.count(SagaOccurrence.PIVOT_OVERDUE);
            case Event.Drained _ -> drain(scope);
            case Event.UndoStarted e -> handle(scope, e.handler());
            case Event.CompensationStarted e -> start(e);
            case Event.CompensationBegun e -> begin(e);
            case Event.CompensationGivenUp _ -> {
                census.count(SagaOccurrence.UNDO_GIVEN_UP);
                undone(scope).givenUp = true;
                undone(scope).undoing = false;
            }
            case Event.StepParked _ ->
                census.count(undoneIn.containsKey(scope) ? SagaOccurrence.PARKED_UNDO : SagaOccurrence.PARKED_STEP);
            case Event.OperatorActed e -> acted(scope, e);
            case Event.End _ -> over = true;
            case Event.ExecutionRedriven _ -> redrive();
            default -> {}
        }
    }

    private Visit undone(int compensation) {
        return Objects.requireNonNull(undoneIn.get(compensation));
    }

    private void fork(int parent, long position, int child) {
        List<Visit.Place> places = new ArrayList<>(forks.getOrDefault(parent, List.of()));
        places.add(new Visit.Place(parent, position));
        forks.put(child, places);
    }

    // Forward.

    private void scheduled(Event event, Event.TaskScheduled scheduled) {
        Visit undone = undoneIn.get(event.scope());
        if (undone != null) {
            undoCalled(undone, scheduled);
            return;
        }
        String state = Objects.requireNonNull(stateOf.get(event.scope()));
        if (!(machine.state(state) instanceof TaskState task)) throw new IllegalStateException("no Task: " + state);
        Visit known = current.get(event.scope());
        if (known == null) known = visit(event, state, task.saga().role(), scheduled.key());
        SagaInvariant.KEYS.require(known.key.equals(scheduled.key()), "another key for " + known);
        bySequence.put(event.sequence(), known);
        String told = told(scheduled).path("key").asString();
        SagaInvariant.KEYS.require(told.equals(known.key), "the call of " + known + " tells " + told);
        known.open = true;
        known.claimed = !(scheduled.resource() instanceof TaskResource.Activity);
    }

    private Visit visit(Event event, String state, SagaStep.Role role, String key) {
        List<Visit.Place> places = new ArrayList<>(forks.getOrDefault(event.scope(), List.of()));
        places.add(new Visit.Place(event.scope(), event.sequence()));
        var visit = new Visit(key, state, role, places);
        Visit before = visits.put(key, visit);
        SagaInvariant.KEYS.require(before == null, before + " has the key of " + visit);
        current.put(event.scope(), visit);
        return visit;
    }

    private static JsonNode told(Event.TaskScheduled scheduled) {
        JsonNode arguments = scheduled.parameters().node();
        return scheduled.resource() instanceof TaskResource.Activity ? arguments : arguments.path("Payload");
    }

    private void ended(int scope, boolean succeeded, boolean uncertain) {
        Visit visit = current.get(scope);
        if (undoneIn.containsKey(scope)) {
            if (!succeeded) census.count(SagaOccurrence.UNDO_ATTEMPT_FAILED);
        } else if (visit != null) {
            visit.open = false;
            visit.succeeded |= succeeded;
            visit.uncertain |= uncertain;
            if (succeeded) census.count(SagaOccurrence.STEP_SUCCEEDED);
            if (uncertain) census.count(SagaOccurrence.STEP_UNCERTAIN);
        }
    }

    private void exited(int scope) {
        undoing.remove(scope);
        Visit visit = undoneIn.remove(scope);
        if (visit == null) return;
        visit.undoing = false;
        visit.undone = true;
    }

    private void passPivot() {
        census.count(SagaOccurrence.PIVOT_PASSED);
        pivotPassed = true;
        for (Visit visit : visits.values()) visit.beyondUndo = true;
    }

    // Backward.

    private void drain(int scope) {
        census.count(SagaOccurrence.DRAIN);
        drained |= scope == 0 && ending != null;
        for (Visit visit : visits.values()) {
            if (!visit.open || !visit.within(scope)) continue;
            cutOff(visit);
            census.count(SagaOccurrence.STEP_CUT_OFF_BY_A_DRAIN);
        }
    }

    private static void cutOff(Visit visit) {
        visit.uncertain |= visit.open && visit.claimed;
        visit.open = false;
    }

    private void handle(int scope, Event.Handler handler) {
        undoing.put(scope, handler);
        switch (handler) {
            case NOTHING, RETRIER_ALONE -> {}
            case RETRIER -> census.count(SagaOccurrence.UNDO_FOR_A_RETRIER);
            case CATCHER -> census.count(SagaOccurrence.UNDO_FOR_A_CATCHER);
            case CATCHER_OF_ALL -> census.count(SagaOccurrence.UNDO_FOR_A_CATCHER_OF_ALL);
        }
    }

    private void start(Event.CompensationStarted started) {
        ending = started.end();
        drained = false;
        if (started.parked()) census.count(SagaOccurrence.PARKED_AT_FAILURE);
        switch (started.end()) {
            case FAILED ->
                census.count(
                        String.valueOf(started.cause()).contains("maximum number of history events")
                                ? SagaOccurrence.UNDO_AFTER_FULL_HISTORY
                                : SagaOccurrence.UNDO_AFTER_FAILURE);
            case TIMED_OUT -> census.count(SagaOccurrence.UNDO_AFTER_TIME_OUT);
            case ABORTED -> census.count(SagaOccurrence.UNDO_AFTER_STOP);
            case RUNNING, SUCCEEDED -> throw new IllegalStateException("no end to undo for: " + started);
        }
    }

    private void begin(Event.CompensationBegun begun) {
        Visit visit = Objects.requireNonNull(bySequence.get(begun.step()));
        census.count(SagaOccurrence.UNDO);
        SagaInvariant.PIVOT_IS_FINAL.require(!visit.beyondUndo, visit);
        SagaInvariant.LOG_IS_TRUE.require(visit.inLog() && !visit.undoing, "undo of " + visit);
        if (visits.values().stream().anyMatch(each -> each.undoing)) census.count(SagaOccurrence.UNDONE_SIDE_BY_SIDE);
        if (ending != null) undoneAtEnd = true;
        checkDrained(visit);
        checkOrder(visit);
        visit.undoing = true;
        visit.undoBegun = ++undos;
        visit.givenUp = false;
        undoneIn.put(begun.compensation(), visit);
    }

    private void checkDrained(Visit visit) {
        SagaInvariant.DRAINED_FIRST.require(ending == null || drained, "undo before the end has drained: " + visit);
        // A Parallel or Map without steps cancels what runs, as on AWS.
        for (Visit other : visits.values())
            if (other.open && other.role != SagaStep.Role.PLAIN && sameUndo(visit, other))
                throw new SagaInvariant.Violation(
                        SagaInvariant.DRAINED_FIRST, "undo of " + visit + " while open: " + other);
    }

    /** Whether one undo is about both. */
    private boolean sameUndo(Visit visit, Visit other) {
        if (ending != null || visit == other || visit.before(other)) return true;
        return undoing.entrySet().stream()
                .filter(each -> each.getValue() != Event.Handler.CATCHER_OF_ALL || each.getKey() == 0)
                .anyMatch(each -> visit.within(each.getKey()) && each.getKey() != 0 && other.within(each.getKey()));
    }

    private void checkOrder(Visit visit) {
        for (Visit later : visits.values())
            SagaInvariant.REVERSE_ORDER.require(
                    !later.inTheWay() || !visit.before(later), visit + " is undone before " + later);
    }

    private static void undoCalled(Visit undone, Event.TaskScheduled scheduled) {
        SagaInvariant.KEYS.require(scheduled.key().equals(undone.key + Call.UNDO), "undo with key " + scheduled.key());
        JsonNode told = scheduled.parameters().node().path("Payload");
        if (!told.has("Outcome")) return;
        SagaInvariant.UNDO_KNOWS.require(told.path("Key").asString().equals(undone.key), told);
        boolean succeeded = told.path("Outcome").asString().equals("Succeeded");
        SagaInvariant.UNDO_KNOWS.require(succeeded == undone.succeeded, told + " of " + undone);
        String recorded = told.path("Record").path("id").asString();
        SagaInvariant.UNDO_KNOWS.require(recorded.isEmpty() || recorded.equals(undone.key), told + " of " + undone);
    }

    // Persons.

    private void acted(int scope, Event.OperatorActed acted) {
        if (acted.action() == OperatorAction.COMPENSATE && over) {
            reverse();
            return;
        }
        census.count(
                switch (acted.action()) {
                    case RETRY -> SagaOccurrence.OPERATOR_RETRY;
                    case SKIP -> SagaOccurrence.OPERATOR_SKIP;
                    case DONE -> SagaOccurrence.OPERATOR_DONE;
                    case HAPPENED -> SagaOccurrence.OPERATOR_HAPPENED;
                    case COMPENSATE -> SagaOccurrence.OPERATOR_COMPENSATE;
                    case ABANDON -> SagaOccurrence.OPERATOR_ABANDON;
                });
        abandoned |= acted.action() == OperatorAction.ABANDON;
        if (acted.action() == OperatorAction.SKIP) {
            Visit visit = undone(scope);
            undoneIn.remove(scope);
            visit.undoing = false;
            visit.givenUp = true;
        }
    }

    /** What was done is undone after the end. */
    private void reverse() {
        census.count(SagaOccurrence.UNDO_AFTER_THE_END);
        reversed = true;
        drained = true;
        undoing.clear();
        undoneIn.clear();
        for (Visit visit : visits.values()) {
            cutOff(visit);
            visit.undoing = false;
            visit.givenUp = false;
        }
    }

    private void redrive() {
        over = false;
        reversed = false;
        for (Visit visit : visits.values()) cutOff(visit);
        census.count(SagaOccurrence.REDRIVEN);
        redriven = true;
        ending = null;
        drained = false;
        undoing.clear();
        undoneIn.clear();
        for (Visit visit : visits.values()) {
            if (visit.undoBegun > 0) current.remove(visit.scope(), visit);
            visit.undoing = false;
            visit.givenUp = false;
        }
    }

    /** Whether another step that came after a key is still in the way of its undo. */
    @Nullable
    Visit inTheWayOf(String key, Participants participants) {
        Visit visit = visits.get(key);
        // An undo that hung may come late, after a redrive.
        if (visit == null || visit.undoBegun > 0 && !visit.undoing) return null;
        for (Visit later : visits.values())
            if (visit.before(later) && later.inTheWay() && participants.stands(later.key)) return later;
        return null;
    }
}
