package dev.skald.core;

import dev.skald.asl.Catcher;
import dev.skald.asl.Next;
import dev.skald.asl.Payload;
import dev.skald.asl.Retrier;
import dev.skald.asl.Saga;
import dev.skald.asl.SagaStep;
import dev.skald.asl.State;
import dev.skald.asl.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How what was done is undone: when an execution is to end without success, before its last event; and when a catcher or
 * retrier says so, before it goes on. The reverse of the order in which it was done, branches and iterations side by side.
 */
final class Compensating {
    private Compensating() {}

    // Why.

    /** Holds back an end until all is undone; false when the execution ends at once. */
    static boolean holdsBack(Turn turn, Event.End end) {
        Saga saga = turn.machine.saga();
        SagaState state = turn.execution.saga;
        if (saga == null) return false;
        boolean stopsAtFailure = state.waitsAtFailure() && end instanceof Event.ExecutionAborted;
        if (state.ending != null && !stopsAtFailure) return true;
        var started = started(turn, end);
        if (started == null) return false;
        if (atOnce(turn, saga, started.end())) {
            doubtPivot(turn, null);
            return false;
        }
        turn.note(turn.execution.frame(Frame.ROOT), turn.execution.lastEventId(), started);
        if (!started.parked()) Draining.settle(turn, turn.execution.frame(Frame.ROOT));
        return true;
    }

    private static Event.@Nullable CompensationStarted started(Turn turn, Event.End end) {
        return switch (end) {
            case Event.ExecutionFailed(var error, var cause, var _) -> started(turn, Status.FAILED, error, cause);
            case Event.ExecutionTimedOut(var error, var cause, var _) -> started(turn, Status.TIMED_OUT, error, cause);
            case Event.ExecutionAborted(var error, var cause, var _) -> started(turn, Status.ABORTED, error, cause);
            case Event.ExecutionSucceeded _ -> null;
        };
    }

    private static Event.CompensationStarted started(
            Turn turn, Status end, @Nullable String error, @Nullable String cause) {
        Saga saga = turn.machine.saga();
        boolean parked = end != Status.ABORTED && saga != null && saga.onFailure() == Saga.OnFailure.Park;
        return new Event.CompensationStarted(end, error, cause, parked, Draining.until(turn));
    }

    private static boolean atOnce(Turn turn, Saga saga, Status end) {
        if (end == Status.ABORTED && saga.onStop() == Saga.OnStop.Abort) return true;
        return turn.execution.saga.log.isEmpty() && !atUncertainPivot(turn);
    }

    /** Whether it is not known yet whether the execution is past its pivot. */
    private static boolean atUncertainPivot(Turn turn) {
        Frame root = turn.execution.frame(Frame.ROOT);
        return root.state != null
                && root.inState()
                && turn.state(root) instanceof TaskState task
                && task.saga().role() == SagaStep.Role.PIVOT
                && (root.uncertain || root.doing instanceof Doing.Running);
    }

    /** Whether StopExecution and the machine's time-out are refused: only a person may end what cannot be undone. */
    static boolean pastPivot(Execution execution) {
        return execution.saga.pastPivot && !execution.status().terminal();
    }

    /** The machine's time-out is over when nothing can be undone any more: it is shown, and the execution goes on. */
    static void overdue(Turn turn) {
        turn.note(turn.execution.frame(Frame.ROOT), turn.execution.lastEventId(), new Event.PivotOverdue());
    }

    /** All calls in flight have ended, or are given up. */
    static void drained(Turn turn) {
        Frame root = turn.execution.frame(Frame.ROOT);
        var ending = turn.execution.saga.ending;
        if (ending == null || ending.stage() == SagaState.Stage.PARKED) return;
        if (ending.stage() == SagaState.Stage.DRAINING) {
            if (ending.status() != Status.FAILED) turn.abortFromTop();
            turn.note(root, turn.execution.lastEventId(), new Event.Drained());
        }
        // Otherwise it is the pivot that a person had tried again: a callback may still end it.
        if (isPerformed(turn.execution, root)) return;
        if (root.uncertain) doubtPivot(turn, ending.error());
        advance(turn);
    }

    /** Whether an attempt at a state has not ended. */
    private static boolean isPerformed(Execution execution, Frame frame) {
        return frame.doing instanceof Doing.Running && execution.isOutstanding(frame.taskSequence);
    }

    /** It is written down when nobody knows whether the pivot has happened. */
    private static void doubtPivot(Turn turn, @Nullable String error) {
        if (!atUncertainPivot(turn)) return;
        Frame root = turn.execution.frame(Frame.ROOT);
        turn.note(root, root.lastEventId, new Event.StepParked(error, "It is not known whether it happened.", true));
    }

    /** Parks a task for which nobody is there, whatever its retriers say. */
    static boolean awaitsProgram(Turn turn, Frame frame, Failure failure) {
        boolean missing = Park.NOT_REGISTERED.equals(failure.error()) && turn.state(frame) instanceof TaskState;
        if (!missing || turn.machine.saga() == null) return false;
        turn.note(frame, frame.lastEventId, new Event.StepParked(failure.error(), failure.cause(), false));
        if (frame.undoes != 0) advance(turn);
        return true;
    }

    /** A state's handler goes on once what the state did is undone; false when there is nothing to undo. */
    static boolean precedes(
            Turn turn, Frame frame, long previousId, Event.Handler handler, int index, Failure failure) {
        if (turn.machine.saga() == null || !waits(turn.execution.saga.log, frame, handler)) return false;
        turn.note(frame, previousId, new Event.UndoStarted(handler, index, failure));
        advance(turn);
        return true;
    }

    /** Whether a handler has to wait: for what it undoes itself, or for what is being undone within its state. */
    private static boolean waits(UndoLog log, Frame frame, Event.Handler handler) {
        return switch (handler) {
            case NOTHING, RETRIER_ALONE -> any(log, frame.scope, frame.logMark, step -> step.undoneIn != 0);
            case RETRIER, CATCHER -> any(log, frame.scope, frame.logMark, Compensating::isToUndo);
            case CATCHER_OF_ALL -> any(log, frame.scope, 0, Compensating::isToUndo);
        };
    }

    private static boolean isToUndo(UndoLog.Step step) {
        return step.needsUndo() && !step.givenUp;
    }

    private static boolean any(UndoLog log, int scope, int from, Predicate<UndoLog.Step> wanted) {
        List<UndoLog.Node> nodes = log.sequence(scope);
        for (int i = from; i < nodes.size(); i++) {
            boolean found = switch (nodes.get(i)) {
                case UndoLog.Step step -> wanted.test(step);
                case UndoLog.Fork fork -> fork.scopes.stream().anyMatch(child -> any(log, child, 0, wanted));
            };
            if (found) return true;
        }
        return false;
    }

    // What next.

    /** Begins the compensations whose turn it is, and goes on with what waited for the last one. */
    static void advance(Turn turn) {
        if (turn.execution.status().terminal()) {
            if (undo(turn, Frame.ROOT, 0) == Progress.DONE) Reversing.end(turn);
            return;
        }
        var ending = turn.execution.saga.ending;
        if (ending != null) {
            Frame root = turn.execution.frame(Frame.ROOT);
            if (ending.stage() != SagaState.Stage.UNDOING || isParked(root)) return;
            if (isPerformed(turn.execution, root)) return;
            if (undo(turn, Frame.ROOT, 0) == Progress.DONE) turn.close(turn.execution.lastEventId(), ending.detail());
            return;
        }
        for (Frame frame : List.copyOf(turn.execution.frames.values()))
            if (frame.doing instanceof Doing.Undoing undoing) advance(turn, frame, undoing);
    }

    private static void advance(Turn turn, Frame frame, Doing.Undoing undoing) {
        if (!isUndone(turn, frame, undoing.handler()) || Draining.stops(turn.execution, frame)) return;
        if (!(turn.state(frame) instanceof State.Fallible state)) return;
        switch (undoing.handler()) {
            case RETRIER, RETRIER_ALONE -> {
                Retrier retrier = state.retry().get(undoing.index());
                turn.retryAfter(frame, frame.lastEventId, undoing.index(), retrier, undoing.failure());
            }
            case NOTHING, CATCHER, CATCHER_OF_ALL -> {
                Catcher catcher = state.catchers().get(undoing.index());
                turn.caught(frame, catcher, undoing.failure());
            }
        }
    }

    /** Whether nothing is left that a handler waits for. */
    private static boolean isUndone(Turn turn, Frame frame, Event.Handler handler) {
        return switch (handler) {
            case NOTHING, RETRIER_ALONE -> !waits(turn.execution.saga.log, frame, handler);
            case RETRIER, CATCHER -> undo(turn, frame.scope, frame.logMark) == Progress.DONE;
            case CATCHER_OF_ALL -> undo(turn, frame.scope, 0) == Progress.DONE;
        };
    }

    private enum Progress {
        DONE,
        RUNNING,
        PARKED
    }

    /** Goes backwards from the end of a sequence, as far as it can go now. */
    private static Progress undo(Turn turn, int scope, int from) {
        List<UndoLog.Node> nodes = turn.execution.saga.log.sequence(scope);
        for (int i = nodes.size() - 1; i >= from; i--) {
            Progress progress = switch (nodes.get(i)) {
                case UndoLog.Step step -> undo(turn, step);
                case UndoLog.Fork fork -> undo(turn, fork);
            };
            if (progress != Progress.DONE) return progress;
        }
        return Progress.DONE;
    }

    private static Progress undo(Turn turn, UndoLog.Step step) {
        if (!step.needsUndo() || step.givenUp) return Progress.DONE;
        if (step.undoneIn != 0)
            return isParked(turn.execution.frame(step.undoneIn)) ? Progress.PARKED : Progress.RUNNING;
        long previousId = turn.execution.lastEventId();
        turn.note(Frame.ROOT, previousId, new Event.CompensationBegun(step.id, turn.execution.nextScope));
        return Progress.RUNNING;
    }

    private static Progress undo(Turn turn, UndoLog.Fork fork) {
        int running = 0;
        boolean parked = false;
        for (int scope : fork.scopes) {
            if (fork.concurrency > 0 && running >= fork.concurrency) return Progress.RUNNING;
            switch (undo(turn, scope, 0)) {
                case DONE -> {}
                case RUNNING -> running++;
                case PARKED -> parked = true;
            }
        }
        if (running > 0) return Progress.RUNNING;
        return parked ? Progress.PARKED : Progress.DONE;
    }

    /** Whether the execution ended at a pivot that may have happened. */
    static boolean endedInDoubt(Execution execution) {
        Frame root = execution.frames.get(Frame.ROOT);
        return root != null && root.doing instanceof Doing.Parked parked && parked.inDoubt();
    }

    private static boolean isParked(Frame frame) {
        return frame.doing instanceof Doing.Parked;
    }

    /** A compensation has failed for good. */
    static void failed(Turn turn, Frame frame, Failure failure) {
        Saga saga = turn.machine.saga();
        Saga.OnCompensationFailure onFailure =
                saga == null ? Saga.OnCompensationFailure.Park : saga.onCompensationFailure();
        switch (onFailure) {
            case Park ->
                turn.note(frame, frame.lastEventId, new Event.StepParked(failure.error(), failure.cause(), false));
            case Continue -> {
                turn.abortState(frame, frame.lastEventId);
                turn.note(frame, frame.lastEventId, new Event.CompensationGivenUp(true));
            }
            case Fail -> {
                turn.note(frame, frame.lastEventId, new Event.CompensationGivenUp(false));
                giveUp(turn, new Event.ExecutionFailed(failure.error(), failure.cause()));
                return;
            }
        }
        advance(turn);
    }

    /** The execution ends now, whatever is not undone; with the failure it was about to end with, if there is one. */
    private static void giveUp(Turn turn, Event.End otherwise) {
        for (Frame frame : List.copyOf(turn.execution.frames.values()))
            if (frame.undoes != 0 && frame.inState()) turn.abortState(frame, frame.lastEventId);
        var ending = turn.execution.saga.ending;
        if (turn.execution.status().terminal()) {
            Reversing.end(turn);
            return;
        }
        if (!endedInDoubt(turn.execution)) doubtPivot(turn, null);
        turn.close(turn.execution.lastEventId(), ending == null ? otherwise : ending.detail());
    }

    // Persons.

    /** Why a person's action is refused; null when it is not. */
    static @Nullable String refusal(Execution execution, Command.Operate command) {
        var ending = execution.saga.ending;
        if (!execution.saga.present) return "The execution is no saga.";
        if (execution.settled()) return Reversing.refusal(execution, command);
        Frame frame = parked(execution, command.park());
        boolean abandons = command.action() == OperatorAction.ABANDON;
        if (!abandons && frame != null && Draining.isUnderWay(execution, frame))
            return "Calls in flight around it are coming to rest. Try again when they have.";
        return switch (command.action()) {
            case ABANDON -> null;
            case RETRY -> frame == null ? nothingParked(command) : null;
            case SKIP, DONE -> {
                if (frame == null) yield nothingParked(command);
                yield frame.undoes == 0 ? "Not a compensation but the state itself is parked." : null;
            }
            case HAPPENED -> {
                if (frame == null) yield nothingParked(command);
                yield frame.undoes == 0 ? null : "A compensation is parked: say 'done' or 'skip'.";
            }
            case COMPENSATE -> {
                if (execution.status().terminal()) yield "The execution is being compensated.";
                if (ending != null && ending.stage() == SagaState.Stage.PARKED) yield null;
                if (frame == null) yield nothingParked(command);
                if (frame.undoes != 0) yield "A compensation is parked: say 'done' or 'skip'.";
                yield execution.saga.pastPivot ? "The execution is past its pivot." : null;
            }
        };
    }

    private static String nothingParked(Command.Operate command) {
        return "Nothing is parked under " + command.park() + ".";
    }

    static @Nullable Frame parked(Execution execution, long park) {
        for (Frame frame : execution.frames.values())
            if (frame.doing instanceof Doing.Parked parked && parked.since() == park) return frame;
        return null;
    }

    static void operate(Turn turn, Command.Operate command) {
        if (refusal(turn.execution, command) != null) return;
        if (command.action() == OperatorAction.ABANDON) {
            abandon(turn, command);
            return;
        }
        Frame frame = parked(turn.execution, command.park());
        Frame scope = frame == null ? turn.execution.frame(Frame.ROOT) : frame;
        Failure failure = scope.doing instanceof Doing.Parked parked
                ? Failure.of(parked.error(), parked.cause())
                : Failure.of(null, null);
        var acted = acted(command);
        switch (command.action()) {
            case ABANDON -> throw new IllegalStateException("not of a scope: " + command);
            case RETRY -> {
                turn.note(scope, scope.lastEventId, acted);
                turn.perform(scope);
            }
            case SKIP -> {
                turn.abortState(scope, scope.lastEventId);
                turn.note(scope, scope.lastEventId, acted);
                advance(turn);
            }
            case DONE -> {
                turn.note(scope, scope.lastEventId, acted);
                turn.leave(scope, result(command), Map.of(), new Next.End());
            }
            case HAPPENED -> {
                turn.note(scope, scope.lastEventId, acted);
                happened(turn, scope, result(command));
            }
            case COMPENSATE -> {
                turn.note(scope, scope.lastEventId, acted);
                didNotHappen(turn, frame, failure);
            }
        }
    }

    private static Payload result(Command.Operate command) {
        return command.payload() == null ? Payload.ofText("{}") : command.payload();
    }

    static Event.OperatorActed acted(Command.Operate command) {
        return new Event.OperatorActed(
                command.action(), command.park(), command.who(), command.why(), command.payload());
    }

    private static void abandon(Turn turn, Command.Operate command) {
        turn.note(Frame.ROOT, turn.execution.lastEventId(), acted(command));
        boolean goesOn = !turn.execution.status().terminal();
        if (goesOn && turn.execution.saga.ending == null) turn.abortFromTop();
        giveUp(turn, new Event.ExecutionAborted("Saga.Abandoned", command.why()));
    }

    private static void happened(Turn turn, Frame frame, Payload result) {
        if (!(turn.state(frame) instanceof TaskState state)) return;
        if (state.saga().role() == SagaStep.Role.PIVOT) turn.note(frame, frame.lastEventId, new Event.PivotPassed());
        if (turn.execution.saga.ending == null) turn.exit(frame, result, state.next());
        else advance(turn);
    }

    private static void didNotHappen(Turn turn, @Nullable Frame frame, Failure failure) {
        Frame root = turn.execution.frame(Frame.ROOT);
        var ending = turn.execution.saga.ending;
        if (ending != null && ending.stage() == SagaState.Stage.PARKED) {
            turn.note(
                    root,
                    turn.execution.lastEventId(),
                    new Event.CompensationStarted(
                            ending.status(), ending.error(), ending.cause(), false, Draining.until(turn)));
            Draining.settle(turn, root);
        } else if (ending != null || frame == null) {
            advance(turn);
        } else {
            turn.failForGood(frame, failure.in(turn.state(frame)));
        }
    }

    // Folding.

    static void start(Execution execution, Event event, Event.CompensationStarted started) {
        Frame root = execution.frame(Frame.ROOT);
        SagaState.Stage stage = started.parked() ? SagaState.Stage.PARKED : SagaState.Stage.DRAINING;
        execution.saga.ending = new SagaState.Ending(
                started.end(), started.error(), started.cause(), event.sequence(), event.at(), stage);
        disarm(execution, root);
        Draining.rest(execution, root);
        if (!started.parked()) execution.await(Frame.ROOT, new Work.Timer(event.sequence(), started.until()));
    }

    /** Takes back the machine's time-out: undo is never cut short by time. */
    static void disarm(Execution execution, Frame root) {
        List<Long> timeouts = new ArrayList<>();
        execution.outstanding.forEach((sequence, each) -> {
            if (each.scope() == Frame.ROOT
                    && each.work() instanceof Work.Timer
                    && sequence != root.timerSequence
                    && !(root.draining != null && root.draining.sequence() == sequence)) timeouts.add(sequence);
        });
        execution.outstanding.keySet().removeAll(timeouts);
    }

    static void drained(Execution execution, Event event) {
        Frame top = execution.frame(event.scope());
        var ending = execution.saga.ending;
        if (top.isRoot() && ending != null) {
            execution.outstanding.remove(ending.sequence());
            execution.saga.ending = ending.in(SagaState.Stage.UNDOING);
            unpark(execution);
        }
        Draining.end(execution, top);
    }

    /** No step is to be done any more: nobody is asked about one, but about a pivot in doubt, which is parked anew. */
    private static void unpark(Execution execution) {
        for (Frame frame : execution.frames.values())
            if (frame.undoes == 0 && isParked(frame)) frame.doing = new Doing.Performing();
    }

    static void undoStarted(Execution execution, Event event, Event.UndoStarted started) {
        Frame frame = execution.frame(event.scope());
        execution.settle(frame);
        frame.lastEventId = event.previousId();
        frame.doing = new Doing.Undoing(started.handler(), started.index(), started.failure());
    }

    static void begin(Execution execution, Event event, Event.CompensationBegun begun) {
        UndoLog.Step step = execution.saga.log.step(begun.step());
        if (step == null) throw new IllegalStateException("no step " + begun.step());
        step.undoneIn = begun.compensation();
        var entering = new Doing.Entering(step.compensation);
        var frame = new Frame(
                begun.compensation(),
                Frame.NO_PARENT,
                0,
                "~" + step.key,
                event.previousId(),
                step.compensationInput(),
                event.at(),
                entering);
        frame.undoes = step.id;
        execution.begin(frame);
        renewKey(execution, step);
    }

    /** A participant that has undone a key does nothing for it any more: a redrive of the step needs another. */
    private static void renewKey(Execution execution, UndoLog.Step step) {
        Frame doer = execution.frames.get(step.scope);
        if (doer == null || !step.state.equals(doer.state)) return;
        if (StepKey.of(execution.identity, doer).equals(step.key)) doer.newVisit();
    }

    /** A compensation has ended: what it undid is out of the log. */
    static void ended(Execution execution, Frame frame) {
        remove(execution, frame);
        execution.saga.log.undone(frame.undoes);
        if (execution.saga.ending != null || execution.status().terminal()) execution.saga.undone = true;
    }

    private static void remove(Execution execution, Frame frame) {
        execution.settle(frame);
        execution.frames.remove(frame.scope);
        execution.runnable.remove(frame.scope);
    }

    static void givenUp(Execution execution, Event event, Event.CompensationGivenUp givenUp) {
        if (givenUp.goesOn()) giveUp(execution, execution.frame(event.scope()));
        else execution.saga.givenUp = true;
    }

    /** A compensation is left out: what it would have undone stays in the log. */
    private static void giveUp(Execution execution, Frame frame) {
        execution.saga.givenUp = true;
        remove(execution, frame);
        execution.saga.log.givenUp(frame.undoes);
    }

    static void park(Execution execution, Event event, Event.StepParked parked) {
        Frame frame = execution.frame(event.scope());
        if (frame.undoes == 0) Draining.cutOff(execution, frame);
        execution.settle(frame);
        frame.doing = new Doing.Parked(event.sequence(), event.at(), parked.error(), parked.cause(), parked.inDoubt());
    }

    static void acted(Execution execution, Event event, Event.OperatorActed acted) {
        if (execution.settled()) {
            Reversing.begin(execution);
            return;
        }
        if (acted.action() == OperatorAction.ABANDON) {
            execution.saga.givenUp = true;
            return;
        }
        Frame frame = execution.frame(event.scope());
        switch (acted.action()) {
            case ABANDON -> throw new IllegalStateException("not of a scope: " + acted);
            case SKIP -> giveUp(execution, frame);
            case RETRY -> {
                frame.doing = new Doing.Performing();
                frame.forgetRetries();
                if (acted.payload() != null) frame.input = acted.payload();
            }
            case DONE -> frame.doing = new Doing.Performing();
            case HAPPENED -> {
                frame.doing = new Doing.Performing();
                frame.uncertain = false;
                execution.saga.log.happened(frame.scope, StepKey.of(execution.identity, frame));
            }
            case COMPENSATE -> {
                // Of a parked failure it says nothing about the pivot.
                if (parked(execution, acted.park()) != frame) return;
                frame.doing = new Doing.Performing();
                frame.uncertain = false;
            }
        }
    }

    /** The execution has ended, or goes on after all: nothing is being undone any more. */
    static void stopped(Execution execution) {
        List<Integer> undoing = new ArrayList<>();
        for (Frame frame : execution.frames.values()) if (frame.undoes != 0) undoing.add(frame.scope);
        for (int scope : undoing) execution.frames.remove(scope);
        for (Frame frame : execution.frames.values()) frame.draining = null;
        execution.saga.log.stop();
    }
}
