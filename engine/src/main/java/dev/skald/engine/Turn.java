package dev.skald.engine;

import dev.skald.core.Event;
import dev.skald.engine.store.Append;
import dev.skald.engine.store.Append.RowChange;
import dev.skald.engine.store.DecisionRow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One turn of an execution: the requests it took, the events they decided, and the append that makes them durable. */
final class Turn implements Committer.PendingAppend {
    /** After how many events a turn takes no further request. */
    static final int EVENTS_MAX = 256;

    private final LiveExecution execution;
    private final long before;
    private final List<Request> requests = new ArrayList<>(2);
    private final List<Runnable> answers = new ArrayList<>(1);
    private final List<Long> claims = new ArrayList<>(1);
    private final List<DecisionRow> decisions = new ArrayList<>(0);
    private List<Event> events = List.of();
    private boolean rest;
    private RowChange.@Nullable Redrive redrive;
    private @Nullable Append append;
    private @Nullable Runnable onStored;
    private Committer.@Nullable Outcome outcome;

    /** @param before the last event that the turn builds on */
    Turn(LiveExecution execution, long before) {
        this.execution = execution;
        this.before = before;
    }

    /** Takes a request, if it may still be part of this turn. */
    boolean takes(Request request) {
        if (events.size() >= EVENTS_MAX) return false;
        // Only committed states are shown.
        if (request instanceof Request.Look && !events.isEmpty()) return false;
        // A redrive is of an end that is stored: so its turn always opens what was closed.
        if (request instanceof Request.Redrive && !events.isEmpty()) return false;
        requests.add(request);
        return true;
    }

    /** Adds decided events; false when there are none. */
    boolean add(List<Event> decided) {
        if (decided.isEmpty()) return false;
        if (events.isEmpty()) events = decided;
        else {
            List<Event> all = new ArrayList<>(events);
            all.addAll(decided);
            events = all;
        }
        return true;
    }

    /** Answers a caller once the turn is stored. */
    void answer(Runnable answer) {
        answers.add(answer);
    }

    /** Notes that a worker takes an activity task: it is off the offers once the turn is stored, not before. */
    void claims(long sequence) {
        claims.add(sequence);
    }

    List<Long> claims() {
        return claims;
    }

    /** Notes what a person has decided. */
    void decides(DecisionRow decision) {
        decisions.add(decision);
    }

    List<DecisionRow> decisions() {
        return decisions;
    }

    void wantRest() {
        rest = true;
    }

    /** Rests only when that is possible, and when nothing happens in the same turn. */
    void mayRest(boolean idle) {
        rest = rest && idle && events.isEmpty();
    }

    boolean rests() {
        return rest;
    }

    /** Notes what a redrive changes in the row. */
    void redrives(RowChange.Redrive change) {
        redrive = change;
    }

    RowChange.@Nullable Redrive redrive() {
        return redrive;
    }

    long before() {
        return before;
    }

    List<Event> events() {
        return events;
    }

    List<Request> requests() {
        return requests;
    }

    /** Whether work may be over that did not end by itself: time-outs, aborts, failures of what is around it. */
    boolean endsWork() {
        for (Event event : events) if (endsWork(event.detail())) return true;
        return false;
    }

    private static boolean endsWork(Event.Detail detail) {
        return switch (detail) {
            case Event.StateAborted _,
                    Event.TaskTimedOut _,
                    Event.ParallelFailed _,
                    Event.MapFailed _,
                    Event.MapIterationAborted _,
                    Event.MapIterationFailed _,
                    Event.MapRunSucceeded _,
                    Event.MapRunFailed _,
                    Event.MapRunAborted _,
                    Event.RetryScheduled _,
                    Event.DrainStarted _,
                    Event.Drained _,
                    Event.UndoStarted _,
                    Event.CompensationStarted _,
                    Event.CompensationGivenUp _,
                    Event.CompensationEnded _,
                    Event.StepParked _,
                    Event.OperatorActed _,
                    Event.ExecutionSucceeded _,
                    Event.ExecutionFailed _,
                    Event.ExecutionTimedOut _,
                    Event.ExecutionAborted _ -> true;
            case Event.ExecutionStarted _,
                    Event.StateEntered _,
                    Event.StateExited _,
                    Event.EvaluationFailed _,
                    Event.TaskScheduled _,
                    Event.TaskStarted _,
                    Event.TaskSubmitted _,
                    Event.TaskSucceeded _,
                    Event.TaskFailed _,
                    Event.ParallelStarted _,
                    Event.ParallelSucceeded _,
                    Event.MapStarted _,
                    Event.DistributedMapStarted _,
                    Event.MapRunStarted _,
                    Event.MapRunRedriven _,
                    Event.MapIterationStarted _,
                    Event.MapIterationSucceeded _,
                    Event.MapSucceeded _,
                    Event.ExecutionRedriven _,
                    Event.StateRedriven _,
                    Event.StepRecorded _,
                    Event.PivotPassed _,
                    Event.PivotOverdue _,
                    Event.CompensationBegun _,
                    Event.TaskAnswered _,
                    Event.HeartbeatRecorded _ -> false;
        };
    }

    // The append.

    /** @param onStored done on the writer's thread before callers are answered */
    void appends(Append append, Runnable onStored) {
        this.append = append;
        this.onStored = onStored;
    }

    @Override
    public Append append() {
        if (append == null) throw new IllegalStateException("the turn appends nothing");
        return append;
    }

    @Override
    public void written(Committer.Outcome outcome) {
        this.outcome = outcome;
        if (!(outcome instanceof Committer.Outcome.Known(Append.Result.Stored()))) return;
        if (onStored != null) onStored.run();
        answers.forEach(Runnable::run);
    }

    @Override
    public void goOn() {
        execution.goOn(this);
    }

    Committer.Outcome outcome() {
        if (outcome == null) throw new IllegalStateException("the turn's outcome is not known");
        return outcome;
    }

    // Refusals.

    /** The turn broke at its last request, which is refused. Returns all others: they go back into the inbox. */
    List<Request> blame(List<Request> taken, ServiceException refusal) {
        int culprit = Math.max(0, requests.size() - 1);
        refuse(taken.get(culprit), refusal);
        List<Request> others = new ArrayList<>(taken);
        others.remove(culprit);
        return others;
    }

    /** Tells the request's caller that it is refused; false when nobody waits. */
    static boolean refuse(Request request, ServiceException refusal) {
        return switch (request) {
            case Request.Begin begin -> {
                begin.answer().completeExceptionally(refusal);
                yield true;
            }
            case Request.Ask ask -> {
                ask.answer().completeExceptionally(refusal);
                yield true;
            }
            case Request.Redrive redrive -> {
                redrive.answer().completeExceptionally(refusal);
                yield true;
            }
            case Request.Look look -> {
                look.answer().completeExceptionally(refusal);
                yield true;
            }
            case Request.Tell _,
                    Request.EndTask _,
                    Request.JobRuns _,
                    Request.LookAtJob _,
                    Request.Tick _,
                    Request.Rest _,
                    Request.TakeUp _ -> false;
        };
    }
}
