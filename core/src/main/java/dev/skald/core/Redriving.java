package dev.skald.core;

import dev.skald.asl.ErrorName;
import dev.skald.asl.EvaluationException;
import dev.skald.asl.FailState;
import dev.skald.asl.MapState;
import dev.skald.asl.PassState;
import dev.skald.asl.Payload;
import dev.skald.asl.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an execution that has ended goes on: with each state that was entered and not exited, in its scope. Branches and
 * iterations that have ended keep their outputs. Section 3.4 of the reference.
 */
final class Redriving {
    /** How many client tokens are remembered. */
    static final int TOKENS_MAX = 10;

    /** For how long a client token is remembered. */
    static final Duration TOKEN_LIFE = Duration.ofMinutes(15);

    private Redriving() {}

    /** The client token of a redrive, and when that was. */
    record Token(String token, Instant at) {}

    // Deciding.

    static void decide(Turn turn, Command.Redrive redrive, @Nullable Instant timeoutAt) {
        Execution execution = turn.execution;
        if (Redrivability.refusal(execution, turn.limits).isPresent()) return;
        if (redrive.input() != null && execution.statesToRedrive().size() != 1)
            throw new IllegalArgumentException("an input is for one state");
        turn.emit(
                Frame.ROOT,
                execution.lastEventId(),
                new Event.ExecutionRedriven(
                        execution.redriveCount() + 1,
                        timeoutAt,
                        redrive.clientToken(),
                        redrive.input(),
                        redrive.definition()));
    }

    /** A state goes on. A Pass is left without being performed again, unless something has changed, as on AWS. */
    static void resume(Turn turn, Frame frame, boolean changed) {
        State state = turn.state(frame);
        Instant dueAt = null;
        EvaluationException failure = null;
        try {
            dueAt = turn.dueAt(frame, state);
        } catch (EvaluationException e) {
            failure = e;
        }
        turn.note(frame, frame.lastEventId, new Event.StateRedriven(dueAt));
        if (failure != null) turn.failEvaluation(frame, failure);
        else if (state instanceof PassState pass && !changed) turn.leave(frame, frame.input, Map.of(), pass.next());
        else if (state instanceof FailState) turn.enter(frame, state);
        else turn.perform(frame);
    }

    /** A Parallel all of whose branches have ended, or a Map that may begin iterations or is complete, goes on. */
    static void resume(Turn turn, Frame frame, Doing.Forked forked) {
        turn.note(frame, frame.lastEventId, new Event.StateRedriven(null));
        switch (forked) {
            case Doing.Joining joining -> ParallelBehaviour.join(turn, frame, joining);
            case Doing.Mapping _ -> {
                if (turn.state(frame) instanceof MapState state)
                    MapBehaviour.proceed(turn, frame, state, frame.lastEventId);
            }
        }
    }

    // Folding.

    static void begin(Execution execution, Event event, Event.ExecutionRedriven redriven) {
        // What was in flight may still happen, and nobody will hear of it.
        if (execution.saga.present) {
            Draining.cutOff(execution, execution.frame(Frame.ROOT));
            Compensating.stopped(execution);
        }
        execution.outstanding.clear();
        execution.saga.resume();
        boolean tooMuchData = ErrorName.DATA_LIMIT_EXCEEDED.equals(execution.error);
        execution.status = Status.RUNNING;
        execution.error = null;
        execution.cause = null;
        execution.stoppedAt = null;
        execution.runClass = null;
        execution.timeoutAt = redriven.timeoutAt();
        execution.redriveCount = redriven.redriveCount();
        execution.redrivenAt = event.at();
        remember(execution, redriven.clientToken(), event.at());
        if (redriven.timeoutAt() != null)
            execution.await(Frame.ROOT, new Work.Timer(event.sequence(), redriven.timeoutAt()));
        boolean changed = redriven.input() != null || redriven.definition() != null;
        for (Frame frame : execution.frames.values()) {
            if (redriven.input() != null && goesOn(frame)) restart(frame, redriven.input());
            takeUp(execution, frame, changed, tooMuchData);
        }
    }

    private static void restart(Frame frame, Payload input) {
        frame.input = input;
        if (frame.doing instanceof Doing.Forked || frame.doing instanceof Doing.RunningMap)
            frame.doing = new Doing.Performing();
    }

    private static void takeUp(Execution execution, Frame frame, boolean changed, boolean tooMuchData) {
        frame.taskSequence = 0;
        frame.timerSequence = 0;
        frame.forgetRetries();
        switch (frame.doing) {
            case Doing.Entering _ -> execution.runnable.add(frame.scope);
            case Doing.Forked forked
            when !(tooMuchData && forked.complete()) -> {
                if (goesOn(frame) || mayBegin(forked)) execution.runnable.add(frame.scope);
            }
            case Doing.RunningMap _ -> execution.runnable.add(frame.scope);
            case Doing.Forked _,
                    Doing.Performing _,
                    Doing.Resuming _,
                    Doing.Waiting _,
                    Doing.BackingOff _,
                    Doing.Undoing _,
                    Doing.Parked _,
                    Doing.Running _ -> {
                frame.earlierAttempts++;
                frame.doing = new Doing.Resuming(changed);
                execution.runnable.add(frame.scope);
            }
        }
    }

    private static boolean mayBegin(Doing.Forked forked) {
        return forked instanceof Doing.Mapping mapping && mapping.mayBegin();
    }

    /** Whether it is here that a redrive goes on, as opposed to in scopes below. */
    private static boolean goesOn(Frame frame) {
        return !(frame.doing instanceof Doing.Forked forked)
                || forked.children().isEmpty();
    }

    static List<String> statesToGoOn(Execution execution) {
        List<String> states = new ArrayList<>();
        for (Frame frame : execution.frames.values()) if (goesOn(frame)) states.add(stateOf(frame));
        return states;
    }

    private static String stateOf(Frame frame) {
        return frame.doing instanceof Doing.Entering(var next) ? next : frame.stateName();
    }

    // Client tokens.

    private static void remember(Execution execution, @Nullable String token, Instant at) {
        if (token == null) return;
        execution.redriveTokens.addLast(new Token(token, at));
        if (execution.redriveTokens.size() > TOKENS_MAX) execution.redriveTokens.removeFirst();
    }

    static Optional<Instant> by(Execution execution, String token, Instant now) {
        Instant oldest = now.minus(TOKEN_LIFE);
        for (Token each : execution.redriveTokens)
            if (each.token.equals(token) && each.at.isAfter(oldest)) return Optional.of(each.at);
        return Optional.empty();
    }
}
