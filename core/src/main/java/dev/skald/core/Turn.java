package dev.skald.core;

import dev.skald.asl.Catcher;
import dev.skald.asl.ChoiceState;
import dev.skald.asl.DataFlow;
import dev.skald.asl.Entropy;
import dev.skald.asl.ErrorName;
import dev.skald.asl.EvaluationException;
import dev.skald.asl.Expression;
import dev.skald.asl.FailState;
import dev.skald.asl.MapState;
import dev.skald.asl.Next;
import dev.skald.asl.ParallelState;
import dev.skald.asl.PassState;
import dev.skald.asl.Payload;
import dev.skald.asl.Retrier;
import dev.skald.asl.Saga;
import dev.skald.asl.SagaStep;
import dev.skald.asl.Scope;
import dev.skald.asl.State;
import dev.skald.asl.StateMachine;
import dev.skald.asl.StateType;
import dev.skald.asl.SucceedState;
import dev.skald.asl.TaskState;
import dev.skald.asl.WaitState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One command being decided: the events so far, and the moves that all states share. What one type of state does on its
 * own is in the class named after it.
 */
final class Turn {
    private static final int CAUSE_CHARACTERS_MAX = 32_768;

    /** The retriers of the saga are counted from here on, those of a state from 0. */
    private static final int SAGA_RETRIERS = 1_000_000;

    /** How many bytes all variables of an execution may have. */
    private static final long VARIABLE_BYTES_MAX = 10L << 20;

    final StateMachine machine;
    final Limits limits;
    final Entropy entropy;
    final Execution execution;
    final Instant now;

    private final Probe probe;
    private final List<Event> events = new ArrayList<>();
    private long bytes;

    /** No event fits into the history any more, but the one that ends it. */
    static final class HistoryFull extends RuntimeException {
        private static final long serialVersionUID = 1L;

        HistoryFull() {
            super(null, null, false, false);
        }
    }

    Turn(StateMachine machine, Limits limits, Entropy entropy, Execution execution, Instant now) {
        this(machine, limits, entropy, execution, now, Probe.NONE);
    }

    /** @param probe looks into the turn, and sets up what a test of a state begins with */
    Turn(StateMachine machine, Limits limits, Entropy entropy, Execution execution, Instant now, Probe probe) {
        this.probe = probe;
        this.machine = machine;
        this.limits = limits;
        this.entropy = entropy;
        this.execution = execution;
        Instant notBefore = execution.lastAt;
        Instant instant = now.truncatedTo(ChronoUnit.MILLIS);
        this.now = instant.isBefore(notBefore) ? notBefore : instant;
    }

    List<Event> events() {
        return events;
    }

    /** Lets scopes take their steps, in turn, until all of them wait or the turn has done enough. */
    void proceed() {
        while (!execution.runnable.isEmpty() && events.size() < limits.turnEventsMax() && bytes < limits.turnBytesMax())
            step(execution.frame(execution.runnable.getFirst()));
    }

    private void step(Frame frame) {
        switch (frame.doing) {
            case Doing.Entering _ -> enter(frame);
            case Doing.Resuming(boolean changed) -> Redriving.resume(this, frame, changed);
            case Doing.Forked forked -> Redriving.resume(this, frame, forked);
            case Doing.RunningMap running -> MapRunBehaviour.redrive(this, frame, running);
            case Doing.Performing _,
                    Doing.Waiting _,
                    Doing.BackingOff _,
                    Doing.Running _,
                    Doing.Undoing _,
                    Doing.Parked _ -> throw new IllegalStateException("scope " + frame.scope + " can take no step");
        }
    }

    // Events.

    /** Emits a published event in a scope, after the last one there. */
    void emit(Frame frame, Event.Detail detail) {
        emit(frame.scope, frame.lastEventId, detail);
    }

    void emit(int scope, long previousId, Event.Detail detail) {
        if (execution.lastEventId() + 1 >= limits.historyEventsMax() && counts(scope)) throw new HistoryFull();
        add(scope, execution.lastEventId() + 1, previousId, detail);
    }

    /** Whether the events of a scope count against the limit of the history: those of an undo do not. */
    private boolean counts(int scope) {
        Frame frame = execution.frames.get(scope);
        return execution.saga.ending == null && (frame == null || frame.undoes == 0);
    }

    /** Emits an event of Skald's own. */
    void note(Frame frame, long previousId, Event.Private detail) {
        note(frame.scope, previousId, detail);
    }

    void note(int scope, long previousId, Event.Private detail) {
        add(scope, 0, previousId, detail);
    }

    private void add(int scope, long id, long previousId, Event.Detail detail) {
        var event = new Event(execution.lastSequence() + 1, id, previousId, now, scope, detail);
        execution.apply(event);
        events.add(event);
    }

    /** Ends the execution from outside: aborts what is open, then emits the last event. */
    void end(Event.End end) {
        if (Compensating.holdsBack(this, end)) return;
        abortFromTop();
        close(0, end);
    }

    /** Aborts what is open, as far as there is place for it in the history. */
    void abortFromTop() {
        Frame root = execution.frame(Frame.ROOT);
        try {
            // AWS shows no WaitStateAborted for a Wait at the top when its execution is stopped.
            if (root.type != StateType.Wait) abort(root, root.lastEventId);
        } catch (HistoryFull full) {
            // The last event itself always has its place.
        }
    }

    void failForFullHistory() {
        String cause =
                "The execution reached the maximum number of history events (" + limits.historyEventsMax() + ").";
        finish(execution.lastEventId(), new Event.ExecutionFailed(ErrorName.RUNTIME, cause));
    }

    /** Ends the execution, once what was done is undone. */
    private void finish(long previousId, Event.End end) {
        if (!Compensating.holdsBack(this, end)) close(previousId, end);
    }

    /** Emits the event that ends the execution: it always has its place in the history. */
    void close(long previousId, Event.End end) {
        Event.End classified = RunClasses.classified(end, machine, execution);
        add(Frame.ROOT, execution.lastEventId() + 1, previousId, classified);
    }

    // The way through a state.

    /** Enters the state that the frame is about to enter. */
    void enter(Frame frame) {
        if (!(frame.doing instanceof Doing.Entering(var name)))
            throw new IllegalStateException("scope " + frame.scope + " enters no state");
        enter(frame, machine.state(name));
    }

    void enter(Frame frame, State state) {
        Instant dueAt = null;
        EvaluationException failure = null;
        try {
            dueAt = dueAt(frame, state);
        } catch (EvaluationException e) {
            failure = e;
        }
        emit(frame, new Event.StateEntered(state.type(), state.name(), frame.input, dueAt));
        if (failure != null) failEvaluation(frame, failure);
        else perform(frame);
    }

    /** Until when a Wait state waits that is entered now; null for other states. */
    @Nullable
    Instant dueAt(Frame frame, State state) {
        if (!(state instanceof WaitState wait)) return null;
        return wholeMillis(wait.dueAt().evaluate(effective(wait, scopeOnEntry(frame, wait))));
    }

    /** Rounded up: events keep milliseconds, and no wait ends early. */
    private static Instant wholeMillis(Instant instant) {
        Instant millis = instant.truncatedTo(ChronoUnit.MILLIS);
        return millis.equals(instant) ? millis : millis.plusMillis(1);
    }

    /** Does what the frame's state does once it is entered, and again on each retry. */
    void perform(Frame frame) {
        try {
            switch (state(frame)) {
                case PassState s -> PassBehaviour.perform(this, frame, s);
                case TaskState s -> TaskBehaviour.perform(this, frame, s);
                case ChoiceState s -> ChoiceBehaviour.perform(this, frame, s);
                case WaitState s -> WaitBehaviour.perform(this, frame, s);
                case SucceedState s -> SucceedBehaviour.perform(this, frame, s);
                case FailState s -> FailBehaviour.perform(this, frame, s);
                case ParallelState s -> ParallelBehaviour.perform(this, frame, s);
                case MapState s -> MapBehaviour.perform(this, frame, s);
            }
        } catch (EvaluationException e) {
            failEvaluationOnEntry(frame, e);
        }
    }

    /** Leaves the state with what its work came to. */
    void exit(Frame frame, Payload result, Next next) {
        DataFlow flow = state(frame).flow();
        exit(frame, result, next, flow.output(), flow.assign());
    }

    /** Leaves the state with an output and an assignment that are not the state's own, but those of a Choice rule. */
    void exit(
            Frame frame,
            Payload result,
            Next next,
            Expression<Payload> output,
            @Nullable Expression<Map<String, Payload>> assign) {
        Scope scope = scope(frame).withResult(result);
        Map<String, Payload> assigned;
        Payload left;
        try {
            assigned = assign == null ? Map.of() : assign.evaluate(scope);
            left = output.evaluate(scope);
        } catch (EvaluationException e) {
            failEvaluation(frame, e);
            return;
        }
        leave(frame, left, assigned, next);
    }

    void leave(Frame frame, Payload output, Map<String, Payload> assigned, Next next) {
        leave(frame, output, assigned, next, false);
    }

    private void leave(Frame frame, Payload output, Map<String, Payload> assigned, Next next, boolean caughtByName) {
        if (tooLarge(output) || tooLarge(frame, assigned)) {
            failScope(frame, Failure.of(ErrorName.DATA_LIMIT_EXCEEDED, tooLargeText(frame.stateName())));
            return;
        }
        State state = state(frame);
        emit(frame, new Event.StateExited(state.type(), state.name(), output, next, assigned, caughtByName));
        if (next instanceof Next.End) ended(frame, output);
    }

    private void ended(Frame frame, Payload output) {
        if (frame.undoes != 0) {
            Compensating.advance(this);
            return;
        }
        if (frame.isRoot()) {
            finish(frame.lastEventId, new Event.ExecutionSucceeded(output));
            return;
        }
        Frame parent = execution.frame(frame.parent);
        switch (forked(parent)) {
            case Doing.Joining joining -> ParallelBehaviour.join(this, parent, joining);
            case Doing.Mapping _ -> MapBehaviour.join(this, parent, frame);
        }
    }

    // Failures.

    /** A field could not be evaluated: the state fails, with AWS's text. */
    void failEvaluation(Frame frame, EvaluationException e) {
        String cause = evaluationText(frame, e);
        showEvaluation(frame, e, cause);
        Failure failure = Failure.of(e.error(), cause);
        if (frame.undoes != 0) failScope(frame, failure);
        else failState(frame, failure);
    }

    /** As {@link #failEvaluation}, of a Parallel or Map that has not begun its branches or iterations. */
    private void failEvaluationOnEntry(Frame frame, EvaluationException e) {
        String cause = evaluationText(frame, e);
        boolean shown = showEvaluation(frame, e, cause);
        var failure = Failure.of(e.error(), cause);
        if (shown && frame.type == StateType.Map)
            failFork(frame, frame.lastEventId, failure, new Event.MapFailed(e.error(), cause));
        else if (shown && frame.type == StateType.Parallel)
            failFork(frame, frame.lastEventId, failure, new Event.ParallelFailed(e.error(), cause));
        else if (frame.undoes != 0) failScope(frame, failure);
        else failState(frame, failure);
    }

    /** Shows what JSONata could not evaluate, as AWS does; for JSONPath there is no such event. */
    boolean showEvaluation(Frame frame, EvaluationException e, String cause) {
        if (!e.error().equals(ErrorName.QUERY_EVALUATION_ERROR)) return false;
        boolean onEntry = frame.lastEventId == frame.enteredId && frame.type != StateType.Wait;
        long previousId = onEntry ? frame.beforeEnteredId : frame.lastEventId;
        emit(frame.scope, previousId, new Event.EvaluationFailed(frame.stateName(), e.error(), cause, e.location()));
        return true;
    }

    /** AWS's text for a state that could not be performed. */
    static String evaluationText(Frame frame, EvaluationException e) {
        return clipped("An error occurred while executing the state '" + frame.stateName()
                + "' (entered at the event id #" + frame.enteredId + "). " + e.message());
    }

    /** A cause as AWS keeps it: its first 32,768 characters. */
    static String clipped(String cause) {
        return cause.length() <= CAUSE_CHARACTERS_MAX ? cause : cause.substring(0, CAUSE_CHARACTERS_MAX);
    }

    /** The frame's state failed: a retrier takes it, else a catcher, else its scope fails. */
    void failState(Frame frame, Failure why) {
        Failure failure = why.in(state(frame));
        if (Compensating.awaitsProgram(this, frame, failure)) return;
        if (!retried(frame, frame.lastEventId, failure)) failBeyondRetry(frame, failure);
    }

    /**
     * A Parallel or Map failed because of one of its scopes. It shows its own failure only when no retrier takes it.
     *
     * @param previousId the last event of the scope that failed
     */
    void failFork(Frame frame, long previousId, Failure failure, Event.Detail failed) {
        if (retried(frame, previousId, failure)) return;
        emit(frame.scope, previousId, failed);
        failBeyondRetry(frame, failure);
    }

    private void failBeyondRetry(Frame frame, Failure failure) {
        SagaStep.Role role = role(state(frame));
        if (frame.uncertain && role == SagaStep.Role.PIVOT) goOnForward(frame, failure);
        else if (caught(frame, failure)) return;
        else if (role == SagaStep.Role.RETRIABLE) goOnForward(frame, failure);
        else failScope(frame, failure);
    }

    /** The frame's state failed, and a person says that it is not to be tried again. */
    void failForGood(Frame frame, Failure failure) {
        if (!caught(frame, failure)) failScope(frame, failure);
    }

    /** Whether a catcher takes the failure. */
    private boolean caught(Frame frame, Failure failure) {
        if (!(state(frame) instanceof State.Fallible state)) return false;
        for (int i = 0; i < state.catchers().size(); i++) {
            Catcher catcher = state.catchers().get(i);
            if (!failure.isIn(catcher.errorEquals())) continue;
            probe.caught(failure, i);
            if (!Compensating.precedes(this, frame, frame.lastEventId, handler(catcher), i, failure))
                caught(frame, catcher, failure);
            return true;
        }
        return false;
    }

    private static SagaStep.Role role(State state) {
        return state instanceof TaskState task ? task.saga().role() : SagaStep.Role.PLAIN;
    }

    private static Event.Handler handler(Retrier retrier) {
        return retrier.compensate() ? Event.Handler.RETRIER : Event.Handler.RETRIER_ALONE;
    }

    private static Event.Handler handler(Catcher catcher) {
        return switch (catcher.compensate()) {
            case NONE -> Event.Handler.NOTHING;
            case STATE -> Event.Handler.CATCHER;
            case ALL -> Event.Handler.CATCHER_OF_ALL;
        };
    }

    /** A step that is never undone is tried again as the saga says, beyond its own retriers; then it waits for a person. */
    private void goOnForward(Frame frame, Failure failure) {
        Saga saga = machine.saga();
        if (saga == null) failScope(frame, failure);
        else if (!retriedBy(saga.retry(), SAGA_RETRIERS, frame, frame.lastEventId, failure))
            note(frame, frame.lastEventId, new Event.StepParked(failure.error(), failure.cause(), false));
    }

    /** The first retrier that matches decides; when it is exhausted, later ones are not asked. */
    private boolean retried(Frame frame, long previousId, Failure failure) {
        return state(frame) instanceof State.Fallible state && retriedBy(state.retry(), 0, frame, previousId, failure);
    }

    /** @param first the index under which the first retrier is counted */
    private boolean retriedBy(List<Retrier> retriers, int first, Frame frame, long previousId, Failure failure) {
        for (int i = 0; i < retriers.size(); i++) {
            Retrier retrier = retriers.get(i);
            if (!failure.isIn(retrier.errorEquals())) continue;
            probe.retrierMatched(i);
            int before = probe.retries(frame, first + i);
            if (before >= retrier.maxAttempts()) return false;
            if (frame.type != StateType.Task
                    && Compensating.precedes(this, frame, previousId, handler(retrier), i, failure)) return true;
            retryAfter(frame, previousId, first + i, retrier, failure);
            return true;
        }
        return false;
    }

    void retryAfter(Frame frame, long previousId, int index, Retrier retrier, Failure failure) {
        Duration delay = retrier.delay(probe.retries(frame, index), entropy);
        probe.retrying(failure, delay);
        note(frame, previousId, new Event.RetryScheduled(index, now.plus(delay)));
    }

    void caught(Frame frame, Catcher catcher, Failure failure) {
        Scope scope = scope(frame).withErrorOutput(ErrorOutput.of(failure));
        Map<String, Payload> assigned;
        Payload output;
        try {
            assigned = catcher.assign() == null ? Map.of() : catcher.assign().evaluate(scope);
            output = catcher.output().evaluate(scope);
        } catch (EvaluationException e) {
            String cause = evaluationText(frame, e);
            showEvaluation(frame, e, cause);
            failScope(frame, Failure.of(e.error(), cause));
            return;
        }
        boolean byName = RunClasses.byName(catcher.errorEquals(), failure.name());
        leave(frame, output, assigned, new Next.To(catcher.next()), byName);
    }

    /** The frame's scope ends in failure: with it the execution, or the Parallel or Map around it. */
    void failScope(Frame frame, Failure failure) {
        if (frame.undoes != 0) {
            Compensating.failed(this, frame, failure);
            return;
        }
        if (frame.isRoot()) {
            finish(frame.lastEventId, new Event.ExecutionFailed(failure.error(), failure.cause()));
            return;
        }
        Frame parent = execution.frame(frame.parent);
        switch (forked(parent)) {
            case Doing.Joining joining -> ParallelBehaviour.fail(this, parent, joining, frame, failure);
            case Doing.Mapping mapping -> MapBehaviour.fail(this, parent, mapping, frame, failure);
        }
    }

    /** Emits that open states below and in a frame are aborted, the innermost first. */
    void abort(Frame frame, long previousId) {
        if (!frame.inState()) return;
        if (frame.doing instanceof Doing.Forked forked) {
            for (int child : List.copyOf(forked.children())) abortChild(frame, execution.frame(child), previousId);
        }
        if (frame.doing instanceof Doing.RunningMap) {
            emit(frame.scope, previousId, new Event.MapRunAborted());
            abortState(frame, execution.lastEventId());
        } else {
            abortState(frame, previousId);
        }
    }

    void abortChild(Frame parent, Frame child, long previousId) {
        abort(child, previousId);
        if (parent.doing instanceof Doing.Mapping)
            emit(child.scope, previousId, new Event.MapIterationAborted(parent.stateName(), child.index));
    }

    void abortState(Frame frame, long previousId) {
        StateType type = frame.type;
        if (type == null) return;
        switch (type) {
            case Task, Wait, Parallel, Map ->
                emit(frame.scope, previousId, new Event.StateAborted(type, frame.stateName()));
            case Pass, Choice, Succeed, Fail -> {}
        }
    }

    static Doing.Forked forked(Frame parent) {
        if (parent.doing instanceof Doing.Forked forked) return forked;
        throw new IllegalStateException("scope " + parent.scope + " has not forked");
    }

    // What expressions see.

    State state(Frame frame) {
        return machine.state(frame.stateName());
    }

    /** The scope of expressions over the raw input. */
    Scope scope(Frame frame) {
        return scope(frame, ContextObject.of(execution, frame));
    }

    Scope scope(Frame frame, ContextObject context) {
        return new Scope(
                frame.input,
                null,
                null,
                new VariablesInScope(execution, frame),
                probe.context(context),
                now,
                entropy,
                probe.watch());
    }

    private Scope scopeOnEntry(Frame frame, State state) {
        return scope(frame, ContextObject.onEntry(execution, frame, state, now));
    }

    /** The scope of expressions over the effective input, after {@code InputPath}. */
    static Scope effective(State state, Scope scope) {
        return scope.withInput(state.flow().input().evaluate(scope));
    }

    Scope effective(Frame frame, State state) {
        return effective(state, scope(frame));
    }

    // Limits.

    /** Whether a new payload is over the limit; counts it into the turn's bytes. */
    boolean tooLarge(Payload payload) {
        bytes += payload.utf8Length();
        return payload.utf8Length() > limits.payloadBytesMax();
    }

    /** Whether newly assigned variables are over the limit: each, all of them, or with all that there are. */
    private boolean tooLarge(Frame frame, Map<String, Payload> assigned) {
        if (assigned.isEmpty()) return false;
        long size = 0;
        long replaced = 0;
        for (Map.Entry<String, Payload> each : assigned.entrySet()) {
            size += each.getValue().utf8Length();
            Payload before = frame.variables.get(each.getKey());
            if (before != null) replaced += before.utf8Length();
        }
        bytes += size;
        return size > limits.payloadBytesMax()
                || VariablesInScope.bytes(execution) - replaced + size > VARIABLE_BYTES_MAX;
    }

    /** AWS's text for a payload over the limit. */
    static String tooLargeText(String stateOrResource) {
        return "The state/task '" + stateOrResource
                + "' returned a result with a size exceeding the maximum number of bytes service limit.";
    }
}
