package dev.skald.core;

import dev.skald.asl.ErrorName;
import dev.skald.asl.Next;
import dev.skald.asl.Payload;
import dev.skald.asl.RunClass;
import dev.skald.asl.TaskResource;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The state of one execution: a fold of its events. Nothing but {@link #apply} changes it, and it never asks the
 * definition.
 *
 * <p>Not thread-safe. {@link Interpreter#decide} applies the events it decides; if they cannot be stored, the object must
 * be thrown away and folded anew.
 */
public final class Execution {
    final Identity identity;
    final Map<Integer, Frame> frames = new TreeMap<>();

    /** Scopes that can take a step at once, in turn: a bounded decide leaves some over. */
    final LinkedHashSet<Integer> runnable = new LinkedHashSet<>();

    /** What is outstanding, by the sequence of the event that called for it. */
    final NavigableMap<Long, Outstanding> outstanding = new TreeMap<>();

    int nextScope = Frame.ROOT + 1;
    long lastSequence;
    long lastEventId;
    Instant lastAt = Instant.EPOCH;

    @Nullable
    Status status;

    @Nullable
    Payload input;

    @Nullable
    Payload output;

    @Nullable
    String error;

    @Nullable
    String cause;

    @Nullable
    Instant startedAt;

    @Nullable
    Instant stoppedAt;

    @Nullable
    Instant timeoutAt;

    @Nullable
    RunClass runClass;

    int redriveCount;

    @Nullable
    Instant redrivenAt;

    /** The latest client tokens of redrives, the newest last. */
    final ArrayDeque<Redriving.Token> redriveTokens = new ArrayDeque<>(0);

    @Nullable
    Caller caller;

    final SagaState saga = new SagaState();

    /** Work, and the scope it belongs to. */
    record Outstanding(int scope, Work work) {}

    /** An execution that has not started. */
    public Execution(Identity identity) {
        this.identity = identity;
    }

    /** Folds events. */
    public static Execution replay(Identity identity, Iterable<Event> events) {
        var execution = new Execution(identity);
        for (Event event : events) execution.apply(event);
        return execution;
    }

    public Identity identity() {
        return identity;
    }

    /** {@link Status#RUNNING} also before the start; see {@link #startedAt()}. */
    public Status status() {
        return status == null ? Status.RUNNING : status;
    }

    /** Whether it has ended, and is not being undone: nothing happens any more unless somebody asks for it. */
    public boolean settled() {
        return status().terminal() && saga.reversal != SagaState.Reversal.UNDER_WAY;
    }

    /** The last event in the journal, 0 when there is none. */
    public long lastSequence() {
        return lastSequence;
    }

    /** The id of the last published event. */
    public long lastEventId() {
        return lastEventId;
    }

    public @Nullable Payload input() {
        return input;
    }

    public @Nullable Payload output() {
        return output;
    }

    public @Nullable String error() {
        return error;
    }

    public @Nullable String cause() {
        return cause;
    }

    /** Null before the start. */
    public @Nullable Instant startedAt() {
        return startedAt;
    }

    public @Nullable Instant stoppedAt() {
        return stoppedAt;
    }

    /** Null while it runs. */
    public @Nullable RunClass runClass() {
        return runClass;
    }

    /** How often it was redriven. */
    public int redriveCount() {
        return redriveCount;
    }

    /** When it was redriven last; null when it never was. */
    public @Nullable Instant redrivenAt() {
        return redrivenAt;
    }

    /** When a redrive with this client token took place, if that is still remembered at an instant. */
    public Optional<Instant> redrivenBy(String clientToken, Instant now) {
        return Redriving.by(this, clientToken, now);
    }

    /** The states at which a redrive would go on: entered, or about to be, and not exited. Empty while it runs. */
    public List<String> statesToRedrive() {
        return status().terminal() ? Redriving.statesToGoOn(this) : List.of();
    }

    /** The task that started it; null when no task waits for it. */
    public @Nullable Caller caller() {
        return caller;
    }

    /** What has become of its saga. */
    public SagaStatus sagaStatus() {
        return saga.status(this);
    }

    /** When StopExecution took effect: at once, or what was done is being undone since; null when it did not. */
    public @Nullable Instant stopRequestedAt() {
        return saga.ending == null || saga.ending.status() != Status.ABORTED ? stoppedAt : saga.ending.at();
    }

    /** Whether nothing is undone any more: it can neither be stopped nor time out. */
    public boolean pastPivot() {
        return Compensating.pastPivot(this);
    }

    /** What it has done and would undo, in the order in which it would. */
    public List<UndoEntry> undoLog() {
        return UndoEntry.of(this);
    }

    /** What waits for a person. */
    public List<Park> parks() {
        return Park.of(this);
    }

    /** Why a person's action makes no sense; empty when it does. */
    public Optional<String> refusal(Command.Operate command) {
        return Optional.ofNullable(Compensating.refusal(this, command));
    }

    /** All that this execution waits for. */
    public Collection<Work> work() {
        return workAfter(0);
    }

    /** What it waits for because of events after a sequence: the cost is that of what is new. */
    public Collection<Work> workAfter(long sequence) {
        List<Work> work = new ArrayList<>();
        for (Outstanding each : outstanding.tailMap(sequence, false).values()) work.add(each.work());
        if (!runnable.isEmpty()) work.add(new Work.Continue(lastSequence));
        return work;
    }

    public Optional<Work> outstanding(long sequence) {
        return Optional.ofNullable(outstanding.get(sequence)).map(Outstanding::work);
    }

    /** What the scope of an event waits for, whose task was handed over with it: a job, or a callback. */
    public Optional<Work> handedOver(Event event) {
        return Optional.ofNullable(frames.get(event.scope()))
                .flatMap(frame -> outstanding(frame.taskSequence))
                .filter(work -> work instanceof Work.AwaitJob || work instanceof Work.AwaitCallback);
    }

    /** The task that an event called for, if whoever has its token ends it, and nobody has. */
    public Optional<WaitingTask> waitingTask(long sequence) {
        return WaitingTask.of(this, sequence);
    }

    /** The task of the scope of an event, if it was handed over and waits for its token. */
    public Optional<WaitingTask> waitingTask(Event event) {
        return Optional.ofNullable(frames.get(event.scope())).flatMap(frame -> waitingTask(frame.taskSequence));
    }

    public boolean isOutstanding(long sequence) {
        return outstanding.containsKey(sequence);
    }

    /** The states it is in, outer ones before inner ones. */
    public List<OpenState> openStates() {
        List<OpenState> open = new ArrayList<>();
        if (settled()) return open;
        for (Frame frame : frames.values()) if (frame.inState() && isOpen(frame)) open.add(OpenState.of(frame));
        return open;
    }

    public Map<String, Payload> variablesIn(int scope) {
        return new VariablesInScope(this, frame(scope)).all();
    }

    /** Of what has ended, only its undo goes on. */
    private boolean isOpen(Frame frame) {
        return frame.undoes != 0 || !status().terminal() && !Draining.atRest(this, frame);
    }

    Frame frame(int scope) {
        Frame frame = frames.get(scope);
        if (frame == null) throw new IllegalStateException("no scope " + scope);
        return frame;
    }

    /** Folds one event in. */
    public void apply(Event event) {
        if (event.sequence() != lastSequence + 1)
            throw new IllegalStateException("event " + event.sequence() + " cannot follow " + lastSequence);
        lastSequence = event.sequence();
        lastAt = event.at();
        if (event.published()) lastEventId = event.id();
        switch (event.detail()) {
            case Event.ExecutionStarted e -> started(event, e);
            case Event.End e -> end(event, e);
            case Event.StateEntered e -> entered(event, e);
            case Event.StateExited e -> exited(event, e);
            case Event.StateAborted _,
                    Event.MapIterationAborted _,
                    Event.MapIterationFailed _,
                    Event.MapSucceeded _,
                    Event.ParallelSucceeded _,
                    Event.MapRunAborted _,
                    Event.TaskAnswered _ -> {}
            case Event.MapRunSucceeded _ -> saga.log.succeeded(event.scope());
            case Event.MapRunFailed e -> {
                frame(event.scope()).lastEventId = event.id();
                saga.log.failed(event.scope(), Effect.UNCERTAIN, e.error(), e.cause());
            }
            case Event.EvaluationFailed _, Event.MapIterationSucceeded _ ->
                frame(event.scope()).lastEventId = event.id();
            case Event.TaskScheduled e -> taskScheduled(event, e);
            case Event.TaskStarted e -> taskStarted(event, e);
            case Event.TaskSubmitted e -> taskSubmitted(event, e);
            case Event.TaskSucceeded _ -> {
                performing(event).uncertain = false;
                saga.log.succeeded(event.scope());
            }
            case Event.TaskFailed e -> failed(event, e.effect(), e.error(), e.cause());
            case Event.TaskTimedOut _ -> failed(event, Effect.UNCERTAIN, ErrorName.TIMEOUT, null);
            case Event.HeartbeatRecorded e -> heartbeat(event, e);
            case Event.RetryScheduled e -> retryScheduled(event, e);
            case Event.ParallelStarted e -> Forking.parallel(this, event, e);
            case Event.MapStarted e -> Forking.map(this, event, e);
            case Event.MapIterationStarted e -> Forking.iteration(this, event, e);
            case Event.DistributedMapStarted _ -> performing(event);
            case Event.MapRunStarted e -> mapRunStarted(event, e);
            case Event.MapRunRedriven e -> mapRunRedriven(event, e);
            case Event.ParallelFailed e -> forkFailed(event, e.error());
            case Event.MapFailed e -> forkFailed(event, e.error());
            case Event.ExecutionRedriven e -> Redriving.begin(this, event, e);
            case Event.StateRedriven e -> stateRedriven(event, e);
            case Event.StepRecorded e -> saga.log.recorded(event.scope(), e.record());
            case Event.PivotPassed _ -> saga.passPivot();
            case Event.PivotOverdue _ -> {
                saga.overdue = true;
                Compensating.disarm(this, frame(Frame.ROOT));
            }
            case Event.DrainStarted e -> Draining.begin(this, event, e);
            case Event.Drained _ -> Compensating.drained(this, event);
            case Event.UndoStarted e -> Compensating.undoStarted(this, event, e);
            case Event.CompensationStarted e -> Compensating.start(this, event, e);
            case Event.CompensationEnded _ -> Reversing.end(this);
            case Event.CompensationBegun e -> Compensating.begin(this, event, e);
            case Event.CompensationGivenUp e -> Compensating.givenUp(this, event, e);
            case Event.StepParked e -> Compensating.park(this, event, e);
            case Event.OperatorActed e -> Compensating.acted(this, event, e);
        }
    }

    private void started(Event event, Event.ExecutionStarted started) {
        status = Status.RUNNING;
        input = started.input();
        startedAt = event.at();
        timeoutAt = started.timeoutAt();
        caller = started.caller();
        saga.present = started.saga();
        // The root's first event has previousEventId 0 on AWS, not that of ExecutionStarted.
        begin(new Frame(
                Frame.ROOT,
                Frame.NO_PARENT,
                0,
                "",
                0,
                started.input(),
                event.at(),
                new Doing.Entering(started.startAt())));
        if (timeoutAt != null) await(Frame.ROOT, new Work.Timer(event.sequence(), timeoutAt));
    }

    private void end(Event event, Event.End end) {
        status = end.status();
        output = end.output();
        error = end.error();
        cause = end.cause();
        runClass = end.runClass();
        stoppedAt = event.at();
        // Otherwise they stay: a redrive goes on with them. No snapshot holds them, as it is of an open execution.
        if (status == Status.SUCCEEDED) frames.clear();
        else Compensating.stopped(this);
        runnable.clear();
        outstanding.clear();
    }

    private void entered(Event event, Event.StateEntered entered) {
        Frame frame = frame(event.scope());
        runnable.remove(frame.scope);
        frame.lastEventId = event.id();
        frame.state = entered.name();
        frame.type = entered.type();
        frame.input = entered.input();
        frame.enteredId = event.id();
        frame.beforeEnteredId = event.previousId();
        frame.enteredAt = event.at();
        frame.newVisit();
        frame.retries.clear();
        frame.earlierAttempts = 0;
        frame.uncertain = false;
        frame.logMark = saga.log.size(frame.scope);
        performOrWait(frame, event.sequence(), entered.dueAt());
    }

    private void performOrWait(Frame frame, long sequence, @Nullable Instant dueAt) {
        frame.doing = dueAt == null ? new Doing.Performing() : new Doing.Waiting(dueAt);
        if (dueAt != null) awaitTimer(frame, sequence, dueAt);
    }

    private void stateRedriven(Event event, Event.StateRedriven redriven) {
        Frame frame = frame(event.scope());
        runnable.remove(frame.scope);
        // A Parallel or Map goes on with what has ended already.
        if (!(frame.doing instanceof Doing.Forked)) performOrWait(frame, event.sequence(), redriven.dueAt());
    }

    private void exited(Event event, Event.StateExited exited) {
        Frame frame = frame(event.scope());
        settle(frame);
        frame.lastEventId = event.id();
        frame.input = exited.output();
        frame.variables.putAll(exited.assigned());
        RunClasses.exited(frame, exited);
        switch (exited.next()) {
            case Next.To(var state) -> {
                frame.doing = new Doing.Entering(state);
                runnable.add(frame.scope);
            }
            case Next.End _ -> {
                if (frame.undoes != 0) Compensating.ended(this, frame);
                else if (!frame.isRoot()) Forking.joined(this, frame, exited.output());
            }
        }
    }

    private void taskScheduled(Event event, Event.TaskScheduled scheduled) {
        Frame frame = frame(event.scope());
        settle(frame);
        frame.lastEventId = event.id();
        boolean offered = scheduled.resource() instanceof TaskResource.Activity;
        frame.doing = new Doing.Running(
                event.sequence(),
                scheduled.resource(),
                scheduled.heartbeatSeconds(),
                scheduled.timeoutSeconds(),
                !offered,
                false,
                null,
                null);
        frame.taskSequence = event.sequence();
        saga.log.attempted(this, frame, event.sequence(), scheduled);
        await(
                frame.scope,
                offered
                        ? TaskWork.offer(event, frame, scheduled)
                        : TaskWork.run(event.sequence(), frame, scheduled, null));
    }

    private void taskStarted(Event event, Event.TaskStarted started) {
        Frame frame = frame(event.scope());
        frame.lastEventId = event.id();
        var running = running(frame).started(started.timeoutAt(), started.heartbeatAt());
        frame.doing = running;
        Instant dueAt = running.dueAt();
        if (dueAt != null) awaitTimer(frame, event.sequence(), dueAt);
        Outstanding task = outstanding.get(frame.taskSequence);
        if (task == null) throw new IllegalStateException("no task in scope " + frame.scope);
        await(frame.scope, TaskWork.afterStart(task.work(), started.timeoutAt()));
    }

    private void taskSubmitted(Event event, Event.TaskSubmitted submitted) {
        Frame frame = frame(event.scope());
        frame.lastEventId = event.id();
        frame.doing = running(frame).afterSubmit();
        saga.log.submitted(event.scope(), submitted.output());
        Outstanding task = outstanding.get(frame.taskSequence);
        if (task == null || !(task.work() instanceof Work.RunTask run))
            throw new IllegalStateException("no task to submit in scope " + frame.scope);
        await(frame.scope, TaskWork.afterSubmit(run, submitted.output()));
    }

    private Frame performing(Event event) {
        Frame frame = frame(event.scope());
        settle(frame);
        frame.lastEventId = event.id();
        frame.doing = new Doing.Performing();
        return frame;
    }

    private void failed(Event event, Effect effect, @Nullable String failure, @Nullable String reason) {
        Frame frame = performing(event);
        switch (effect) {
            case UNCERTAIN -> frame.uncertain = true;
            case REPORTED -> frame.uncertain = false;
            case NONE -> {}
        }
        saga.log.failed(event.scope(), effect, failure, reason);
    }

    private void heartbeat(Event event, Event.HeartbeatRecorded recorded) {
        Frame frame = frame(event.scope());
        var running = running(frame).started(running(frame).timeoutAt(), recorded.heartbeatAt());
        frame.doing = running;
        outstanding.remove(frame.timerSequence);
        Instant dueAt = running.dueAt();
        if (dueAt != null) awaitTimer(frame, event.sequence(), dueAt);
    }

    private void retryScheduled(Event event, Event.RetryScheduled retry) {
        Frame frame = frame(event.scope());
        settle(frame);
        frame.lastEventId = event.previousId();
        frame.retries.merge(retry.retrier(), 1, Integer::sum);
        frame.doing = new Doing.BackingOff(retry.at());
        awaitTimer(frame, event.sequence(), retry.at());
    }

    private void mapRunStarted(Event event, Event.MapRunStarted started) {
        runMap(event, new Doing.RunningMap(event.sequence(), started.run(), 0));
        saga.log.mapRun(this, frame(event.scope()), event.sequence(), started);
    }

    private void runMap(Event event, Doing.RunningMap running) {
        Frame frame = frame(event.scope());
        runnable.remove(frame.scope);
        frame.lastEventId = event.id();
        frame.doing = running;
        frame.taskSequence = event.sequence();
        await(
                frame.scope,
                new Work.RunMap(
                        event.sequence(), frame.stateName(), running.run(), running.started(), running.redriveCount()));
    }

    private void mapRunRedriven(Event event, Event.MapRunRedriven redriven) {
        if (!(frame(event.scope()).doing instanceof Doing.RunningMap(long started, MapRun run, int _)))
            throw new IllegalStateException("scope " + event.scope() + " has no Map Run");
        runMap(event, new Doing.RunningMap(started, run, redriven.redriveCount()));
        saga.log.redriven(event.scope(), run.arn());
    }

    /**
     * Its branches or iterations stay for a redrive, until a catcher leaves the state. A failure for too much data
     * leaves none: a redrive runs all of them again.
     */
    private void forkFailed(Event event, @Nullable String failure) {
        Frame frame = frame(event.scope());
        frame.lastEventId = event.id();
        boolean anew = frame.doing instanceof Doing.RunningMap
                ? MapRunBehaviour.beginsAnew(failure)
                : ErrorName.DATA_LIMIT_EXCEEDED.equals(failure);
        if (anew) {
            settle(frame);
            frame.doing = new Doing.Performing();
        } else {
            halt(frame);
        }
    }

    /** Lets the frame, and those below it, wait for nothing. */
    private void halt(Frame frame) {
        outstanding.remove(frame.taskSequence);
        outstanding.remove(frame.timerSequence);
        runnable.remove(frame.scope);
        stopDraining(frame);
        if (frame.doing instanceof Doing.Forked forked) forked.children().forEach(child -> halt(frame(child)));
    }

    private void stopDraining(Frame frame) {
        if (frame.draining != null) outstanding.remove(frame.draining.sequence());
        frame.draining = null;
    }

    void begin(Frame frame) {
        nextScope = Math.max(nextScope, frame.scope + 1);
        frames.put(frame.scope, frame);
        runnable.add(frame.scope);
    }

    /** Takes back all that the frame waits for, and the scopes below it. */
    void settle(Frame frame) {
        stopDraining(frame);
        outstanding.remove(frame.taskSequence);
        outstanding.remove(frame.timerSequence);
        frame.taskSequence = 0;
        frame.timerSequence = 0;
        if (!(frame.doing instanceof Doing.Forked forked)) return;
        for (int child : forked.children()) {
            settle(frame(child));
            frames.remove(child);
            runnable.remove(child);
        }
        forked.children().clear();
    }

    void await(int scope, Work work) {
        outstanding.put(work.sequence(), new Outstanding(scope, work));
    }

    private void awaitTimer(Frame frame, long sequence, Instant dueAt) {
        frame.timerSequence = sequence;
        await(frame.scope, new Work.Timer(sequence, dueAt));
    }

    private static Doing.Running running(Frame frame) {
        if (frame.doing instanceof Doing.Running running) return running;
        throw new IllegalStateException("scope " + frame.scope + " is in no task");
    }

    /** The whole state as text: two executions are equal when these are. */
    @Override
    public String toString() {
        return "Execution[" + identity.arn() + " " + status + " seq=" + lastSequence + " id=" + lastEventId + " at="
                + lastAt + " in=" + input + " out=" + output + " error=" + error + "/" + cause + runClass + " "
                + startedAt + ".."
                + stoppedAt + " timeout=" + timeoutAt + " redrives=" + redriveCount + redrivenAt + redriveTokens
                + " caller=" + caller + " next=" + nextScope + " runnable=" + runnable + " "
                + outstanding + " " + saga + " " + Collections.unmodifiableCollection(frames.values()) + "]";
    }
}
