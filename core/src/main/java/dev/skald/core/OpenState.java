package dev.skald.core;

import dev.skald.asl.StateType;
import dev.skald.asl.TaskResource;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A state an execution is in.
 *
 * @param since when it was entered
 * @param retryCount how many retries this visit has had
 * @param dueAt the next instant at which something happens by itself: the end of a wait, the next attempt, a time-out;
 *     null when there is none
 */
public record OpenState(
        String name,
        StateType type,
        Instant since,
        WaitingFor waitingFor,
        int retryCount,
        @Nullable Instant dueAt) {

    /** What a state waits for. */
    public enum WaitingFor {
        TASK,
        WORKER,
        CALLBACK,
        TIMER,
        RETRY,
        BRANCHES,
        ITERATIONS,
        COMPENSATION,
        PERSON,
        TURN
    }

    static OpenState of(Frame frame) {
        var type = frame.type;
        if (type == null) throw new IllegalStateException("scope " + frame.scope + " has entered no state");
        var waitingFor = switch (frame.doing) {
            case Doing.Entering _, Doing.Performing _, Doing.Resuming _ -> WaitingFor.TURN;
            case Doing.Waiting _ -> WaitingFor.TIMER;
            case Doing.BackingOff _ -> WaitingFor.RETRY;
            case Doing.Running r when !r.claimed() -> WaitingFor.WORKER;
            case Doing.Running r
            when r.submitted() && r.resource().waitsForToken() || r.resource() instanceof TaskResource.Activity ->
                WaitingFor.CALLBACK;
            case Doing.Running _ -> WaitingFor.TASK;
            case Doing.Joining _ -> WaitingFor.BRANCHES;
            case Doing.Mapping _, Doing.RunningMap _ -> WaitingFor.ITERATIONS;
            case Doing.Undoing _ -> WaitingFor.COMPENSATION;
            case Doing.Parked _ -> WaitingFor.PERSON;
        };
        var dueAt = switch (frame.doing) {
            case Doing.Waiting waiting -> waiting.dueAt();
            case Doing.BackingOff backingOff -> backingOff.at();
            case Doing.Running running -> running.dueAt();
            case Doing.Entering _,
                    Doing.Performing _,
                    Doing.Resuming _,
                    Doing.RunningMap _,
                    Doing.Undoing _,
                    Doing.Parked _,
                    Doing.Forked _ -> null;
        };
        return new OpenState(frame.stateName(), type, frame.enteredAt, waitingFor, frame.retryCount(), dueAt);
    }
}
