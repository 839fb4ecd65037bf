package dev.skald.core;

import dev.skald.asl.TaskResource;

/** AWS's name for the type of an event, such as {@code LambdaFunctionScheduled}; for Skald's own events a name of ours. */
public final class EventType {
    private EventType() {}

    public static String of(Event.Detail detail) {
        return switch (detail) {
            case Event.ExecutionStarted _ -> "ExecutionStarted";
            case Event.ExecutionSucceeded _ -> "ExecutionSucceeded";
            case Event.ExecutionFailed _ -> "ExecutionFailed";
            case Event.ExecutionTimedOut _ -> "ExecutionTimedOut";
            case Event.ExecutionAborted _ -> "ExecutionAborted";
            case Event.ExecutionRedriven _ -> "ExecutionRedriven";
            case Event.StateEntered e -> e.type() + "StateEntered";
            case Event.StateExited e -> e.type() + "StateExited";
            case Event.EvaluationFailed _ -> "EvaluationFailed";
            case Event.StateAborted e -> e.type() + "StateAborted";
            case Event.TaskScheduled e -> family(e.resource()) + "Scheduled";
            case Event.TaskStarted e -> family(e.resource()) + "Started";
            case Event.TaskSubmitted e -> family(e.resource()) + "Submitted";
            case Event.TaskSucceeded e -> family(e.resource()) + "Succeeded";
            case Event.TaskFailed e -> family(e.resource()) + "Failed";
            case Event.TaskTimedOut e -> family(e.resource()) + "TimedOut";
            case Event.ParallelStarted _ -> "ParallelStateStarted";
            case Event.ParallelSucceeded _ -> "ParallelStateSucceeded";
            case Event.ParallelFailed _ -> "ParallelStateFailed";
            case Event.MapStarted _ -> "MapStateStarted";
            case Event.MapSucceeded _ -> "MapStateSucceeded";
            case Event.MapFailed _ -> "MapStateFailed";
            case Event.MapIterationStarted _ -> "MapIterationStarted";
            case Event.MapIterationSucceeded _ -> "MapIterationSucceeded";
            case Event.MapIterationFailed _ -> "MapIterationFailed";
            case Event.MapIterationAborted _ -> "MapIterationAborted";
            case Event.DistributedMapStarted _ -> "MapStateStarted";
            case Event.MapRunStarted _ -> "MapRunStarted";
            case Event.MapRunSucceeded _ -> "MapRunSucceeded";
            case Event.MapRunFailed _ -> "MapRunFailed";
            case Event.MapRunAborted _ -> "MapRunAborted";
            case Event.MapRunRedriven _ -> "MapRunRedriven";
            case Event.RetryScheduled _ -> "RetryScheduled";
            case Event.StateRedriven _ -> "StateRedriven";
            case Event.HeartbeatRecorded _ -> "HeartbeatRecorded";
            case Event.StepRecorded _ -> "StepRecorded";
            case Event.PivotPassed _ -> "PivotPassed";
            case Event.PivotOverdue _ -> "PivotOverdue";
            case Event.DrainStarted _ -> "DrainStarted";
            case Event.Drained _ -> "Drained";
            case Event.CompensationEnded _ -> "CompensationEnded";
            case Event.UndoStarted _ -> "UndoStarted";
            case Event.CompensationStarted _ -> "CompensationStarted";
            case Event.CompensationBegun _ -> "CompensationBegun";
            case Event.CompensationGivenUp _ -> "CompensationGivenUp";
            case Event.StepParked _ -> "StepParked";
            case Event.OperatorActed _ -> "OperatorActed";
            case Event.TaskAnswered _ -> "TaskAnswered";
        };
    }

    private static String family(TaskResource resource) {
        return switch (resource) {
            case TaskResource.LambdaFunction _ -> "LambdaFunction";
            case TaskResource.Activity _ -> "Activity";
            case TaskResource.Integration _ -> "Task";
        };
    }
}
