package dev.skald.core;

import dev.skald.asl.Entropy;
import dev.skald.asl.Payload;
import dev.skald.asl.StateMachine;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides which events a command causes. Thread-safe: one serves all executions of a machine.
 *
 * <p>Deciding applies each event to the execution at once, so that what follows sees it. If the events cannot be stored,
 * the execution must be thrown away.
 */
public final class Interpreter {
    private final StateMachine machine;
    private final Limits limits;
    private final Entropy entropy;

    public Interpreter(StateMachine machine, Limits limits, Entropy entropy) {
        this.machine = machine;
        this.limits = limits;
        this.entropy = entropy;
    }

    /**
     * Decides one command.
     *
     * @param now the current instant; events never get an earlier one than those before them
     * @return the new events; empty when the command is about something that is over, or not due yet
     */
    public List<Event> decide(Execution execution, Command command, Instant now) {
        var turn = new Turn(machine, limits, entropy, execution, now);
        try {
            perform(turn, command);
            turn.proceed();
        } catch (Turn.HistoryFull full) {
            turn.failForFullHistory();
            turn.proceed();
        }
        return turn.events();
    }

    private void perform(Turn turn, Command command) {
        Execution execution = turn.execution;
        if (command instanceof Command.Redrive redrive) Redriving.decide(turn, redrive, timeoutAt(turn.now));
        if (command instanceof Command.Operate operate && execution.settled()) Reversing.begin(turn, operate);
        if (execution.settled()) return;
        boolean begun = execution.startedAt() != null;
        if (command instanceof Command.Start(var input, var caller)) {
            if (!begun) start(turn, started(turn, input, caller));
            return;
        }
        if (!begun) return;
        switch (command) {
            case Command.Start _, Command.Continue _, Command.Redrive _ -> {}
            case Command.CompleteTask c -> TaskBehaviour.complete(turn, c);
            case Command.FailTask c -> TaskBehaviour.fail(turn, c);
            case Command.AnswerTask c -> TaskBehaviour.answer(turn, c);
            case Command.CompleteMapRun c -> MapRunBehaviour.complete(turn, c);
            case Command.FailMapRun c -> MapRunBehaviour.fail(turn, c);
            case Command.SubmitTask c -> TaskBehaviour.submit(turn, c);
            case Command.StartActivity c -> TaskBehaviour.startActivity(turn, c);
            case Command.HeartbeatTask c -> TaskBehaviour.heartbeat(turn, c);
            case Command.FireTimer(var sequence) -> fire(turn, sequence);
            case Command.Stop(var error, var cause) -> {
                if (!execution.status().terminal() && !Compensating.pastPivot(execution))
                    turn.end(new Event.ExecutionAborted(error, cause));
            }
            case Command.Operate c -> Compensating.operate(turn, c);
        }
    }

    private Event.ExecutionStarted started(Turn turn, Payload input, @Nullable Caller caller) {
        return new Event.ExecutionStarted(
                input, machine.startAt(), timeoutAt(turn.now), caller, machine.saga() != null);
    }

    private static void start(Turn turn, Event.ExecutionStarted started) {
        turn.emit(Frame.ROOT, 0, started);
    }

    private @Nullable Instant timeoutAt(Instant now) {
        Long seconds = machine.timeoutSeconds();
        return seconds == null ? null : now.plusSeconds(seconds);
    }

    static void fire(Turn turn, long sequence) {
        Execution execution = turn.execution;
        var outstanding = execution.outstanding.get(sequence);
        if (outstanding == null || !(outstanding.work() instanceof Work.Timer timer)) return;
        if (timer.dueAt().isAfter(turn.now)) return;
        Frame frame = execution.frames.get(outstanding.scope());
        if (frame != null && Draining.fired(turn, frame, sequence)) return;
        if (frame == null || frame.timerSequence != sequence) {
            if (Compensating.pastPivot(execution)) Compensating.overdue(turn);
            else turn.end(new Event.ExecutionTimedOut(null, null));
            return;
        }
        switch (frame.doing) {
            case Doing.Waiting _ -> WaitBehaviour.wake(turn, frame);
            case Doing.BackingOff _ -> turn.perform(frame);
            case Doing.Running running -> TaskBehaviour.timeOut(turn, frame, running);
            case Doing.Entering _,
                    Doing.Performing _,
                    Doing.Resuming _,
                    Doing.RunningMap _,
                    Doing.Undoing _,
                    Doing.Parked _,
                    Doing.Forked _ ->
                throw new IllegalStateException("scope " + frame.scope + " has a timer but waits for none");
        }
    }
}
