package dev.skald.server.logs;

import dev.skald.asl.Payload;
import dev.skald.core.Event;

/** About how much memory an event keeps while its line waits: the characters of its data, and something for the rest. */
final class Weight {
    private static final long REST = 256;

    private Weight() {}

    static long of(Event event) {
        return REST + data(event.detail());
    }

    private static long data(Event.Detail detail) {
        return switch (detail) {
            case Event.ExecutionStarted e -> of(e.input());
            case Event.ExecutionSucceeded e -> of(e.output());
            case Event.StateEntered e -> of(e.input());
            case Event.StateExited e ->
                of(e.output())
                        + e.assigned().values().stream().mapToLong(Weight::of).sum();
            case Event.TaskScheduled e -> of(e.parameters());
            case Event.TaskSubmitted e -> of(e.output());
            case Event.TaskSucceeded e -> of(e.output());
            case Event.MapStarted e -> of(e.items());
            case Event.MapRunStarted e ->
                e.run().items() == null ? 0 : of(e.run().items());
            case Event.MapIterationStarted e -> of(e.input());
            case Event.ParallelStarted e -> of(e.arguments());
            case Event.ExecutionFailed _,
                    Event.ExecutionTimedOut _,
                    Event.ExecutionAborted _,
                    Event.ExecutionRedriven _,
                    Event.EvaluationFailed _,
                    Event.StateAborted _,
                    Event.TaskStarted _,
                    Event.TaskFailed _,
                    Event.TaskTimedOut _,
                    Event.ParallelSucceeded _,
                    Event.ParallelFailed _,
                    Event.MapSucceeded _,
                    Event.DistributedMapStarted _,
                    Event.MapRunSucceeded _,
                    Event.MapRunFailed _,
                    Event.MapRunAborted _,
                    Event.MapRunRedriven _,
                    Event.MapFailed _,
                    Event.MapIterationSucceeded _,
                    Event.MapIterationFailed _,
                    Event.MapIterationAborted _,
                    Event.RetryScheduled _,
                    Event.StateRedriven _,
                    Event.TaskAnswered _,
                    Event.OfSaga _,
                    Event.HeartbeatRecorded _ -> 0;
        };
    }

    private static long of(Payload payload) {
        return payload.text().length();
    }
}
