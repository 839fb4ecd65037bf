package dev.skald.server.logs;

import dev.skald.asl.StateType;
import dev.skald.core.Event;

/**
 * How much of an execution is logged. See the log levels of the event types in section 5.3 of the Step Functions
 * reference.
 */
public enum LogLevel {
    /** Every event. */
    ALL,
    /** What fails, times out or is aborted, and entering a Fail state. */
    ERROR,
    /** The end of an execution that does not succeed. */
    FATAL,
    /** Nothing. */
    OFF;

    /** Whether an event is logged at this level. Events of Skald's own never are. */
    public boolean takes(Event event) {
        return event.published() && this != OFF && compareTo(of(event.detail())) <= 0;
    }

    /** The level that says least among those that log an event. */
    private static LogLevel of(Event.Detail detail) {
        return switch (detail) {
            case Event.ExecutionFailed _, Event.ExecutionTimedOut _, Event.ExecutionAborted _ -> FATAL;
            case Event.StateEntered e -> e.type() == StateType.Fail ? ERROR : ALL;
            case Event.EvaluationFailed _,
                    Event.StateAborted _,
                    Event.TaskFailed _,
                    Event.TaskTimedOut _,
                    Event.ParallelFailed _,
                    Event.MapFailed _,
                    Event.MapRunFailed _,
                    Event.MapRunAborted _,
                    Event.MapIterationFailed _,
                    Event.MapIterationAborted _ -> ERROR;
            case Event.ExecutionStarted _,
                    Event.ExecutionSucceeded _,
                    Event.ExecutionRedriven _,
                    Event.StateExited _,
                    Event.TaskScheduled _,
                    Event.TaskStarted _,
                    Event.TaskSubmitted _,
                    Event.TaskSucceeded _,
                    Event.ParallelStarted _,
                    Event.ParallelSucceeded _,
                    Event.MapStarted _,
                    Event.DistributedMapStarted _,
                    Event.MapRunStarted _,
                    Event.MapRunSucceeded _,
                    Event.MapRunRedriven _,
                    Event.MapSucceeded _,
                    Event.MapIterationStarted _,
                    Event.MapIterationSucceeded _ -> ALL;
            case Event.RetryScheduled _, Event.StateRedriven _, Event.HeartbeatRecorded _, Event.TaskAnswered _ -> OFF;
            case Event.OfSaga _ -> OFF;
        };
    }
}
