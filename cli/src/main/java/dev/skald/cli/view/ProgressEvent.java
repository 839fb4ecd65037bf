package dev.skald.cli.view;

import dev.skald.asl.Next;
import dev.skald.core.Event;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What progress shows of one event of a history.
 *
 * @param id AWS's event id; 0 for an event of Skald's own
 * @param previousId the event that led to it: tells to which state it belongs
 * @param name the state's name, for what enters or leaves a state
 * @param next where control goes, for what leaves a state; null at an end
 * @param error the error name, for what failed
 * @param due when it goes on by itself: the end of a wait, the next attempt
 * @param iteration the index of the iteration, for those of a Map; otherwise -1
 */
public record ProgressEvent(
        long id,
        long previousId,
        Instant at,
        Kind kind,
        @Nullable String name,
        @Nullable String next,
        @Nullable String error,
        @Nullable String cause,
        @Nullable Instant due,
        int iteration) {

    /** What happened, as far as progress tells it apart. */
    public enum Kind {
        STARTED,
        SUCCEEDED,
        FAILED,
        TIMED_OUT,
        ABORTED,
        TASK_ENTERED,
        CHOICE_ENTERED,
        WAIT_ENTERED,
        GROUP_ENTERED,
        OTHER_ENTERED,
        EXITED,
        STATE_ABORTED,
        ATTEMPT_STARTED,
        ATTEMPT_FAILED,
        ATTEMPT_TIMED_OUT,
        RETRY_SCHEDULED,
        ITERATION_STARTED,
        REDRIVEN,
        OTHER
    }

    /** Whether nothing comes after it. */
    public boolean isLast() {
        return kind == Kind.SUCCEEDED || kind == Kind.FAILED || kind == Kind.TIMED_OUT || kind == Kind.ABORTED;
    }

    /** The event of a journal. */
    public static ProgressEvent of(Event event) {
        return switch (event.detail()) {
            case Event.ExecutionStarted _ -> plain(event, Kind.STARTED);
            case Event.ExecutionSucceeded _ -> plain(event, Kind.SUCCEEDED);
            case Event.ExecutionFailed e -> failure(event, Kind.FAILED, e.error(), e.cause());
            case Event.ExecutionTimedOut e -> failure(event, Kind.TIMED_OUT, e.error(), e.cause());
            case Event.ExecutionAborted e -> failure(event, Kind.ABORTED, e.error(), e.cause());
            case Event.ExecutionRedriven _ -> plain(event, Kind.REDRIVEN);
            case Event.StateEntered e -> named(event, entered(e), e.name(), null, e.dueAt());
            case Event.StateExited e -> named(event, Kind.EXITED, e.name(), next(e), null);
            case Event.StateAborted e -> named(event, Kind.STATE_ABORTED, e.name(), null, null);
            case Event.TaskScheduled _ -> plain(event, Kind.ATTEMPT_STARTED);
            case Event.TaskFailed e -> failure(event, Kind.ATTEMPT_FAILED, e.error(), e.cause());
            case Event.TaskTimedOut _ -> failure(event, Kind.ATTEMPT_TIMED_OUT, "States.Timeout", null);
            case Event.RetryScheduled e -> named(event, Kind.RETRY_SCHEDULED, null, null, e.at());
            case Event.MapIterationStarted e -> iteration(event, e.index());
            case Event.TaskStarted _,
                    Event.TaskSubmitted _,
                    Event.TaskSucceeded _,
                    Event.StateRedriven _,
                    Event.TaskAnswered _,
                    Event.OfSaga _,
                    Event.HeartbeatRecorded _ -> plain(event, Kind.OTHER);
            case Event.DistributedMapStarted _,
                    Event.MapRunStarted _,
                    Event.MapRunSucceeded _,
                    Event.MapRunFailed _,
                    Event.MapRunAborted _,
                    Event.MapRunRedriven _ -> plain(event, Kind.OTHER);
            case Event.ParallelStarted _, Event.ParallelSucceeded _, Event.MapStarted _, Event.MapSucceeded _ ->
                plain(event, Kind.OTHER);
            case Event.ParallelFailed _, Event.MapFailed _, Event.EvaluationFailed _ -> plain(event, Kind.OTHER);
            case Event.MapIterationSucceeded _, Event.MapIterationFailed _, Event.MapIterationAborted _ ->
                plain(event, Kind.OTHER);
        };
    }

    private static Kind entered(Event.StateEntered entered) {
        return switch (entered.type()) {
            case Task -> Kind.TASK_ENTERED;
            case Choice -> Kind.CHOICE_ENTERED;
            case Wait -> Kind.WAIT_ENTERED;
            case Parallel, Map -> Kind.GROUP_ENTERED;
            case Pass, Succeed, Fail -> Kind.OTHER_ENTERED;
        };
    }

    private static @Nullable String next(Event.StateExited exited) {
        return switch (exited.next()) {
            case Next.To to -> to.state();
            case Next.End _ -> null;
        };
    }

    private static ProgressEvent plain(Event event, Kind kind) {
        return named(event, kind, null, null, null);
    }

    private static ProgressEvent named(
            Event event, Kind kind, @Nullable String name, @Nullable String next, @Nullable Instant due) {
        return new ProgressEvent(event.id(), event.previousId(), event.at(), kind, name, next, null, null, due, -1);
    }

    private static ProgressEvent failure(Event event, Kind kind, @Nullable String error, @Nullable String cause) {
        return new ProgressEvent(event.id(), event.previousId(), event.at(), kind, null, null, error, cause, null, -1);
    }

    private static ProgressEvent iteration(Event event, int index) {
        return new ProgressEvent(
                event.id(),
                event.previousId(),
                event.at(),
                Kind.ITERATION_STARTED,
                null,
                null,
                null,
                null,
                null,
                index);
    }

    /** The event as a server tells it: AWS's history event, and Skald's own. */
    public static ProgressEvent of(JsonNode event) {
        JsonNode details = details(event);
        String iteration = JsonText.textOr(details, "index", "-1");
        return new ProgressEvent(
                event.path("id").asLong(0),
                event.path("previousEventId").asLong(0),
                Objects.requireNonNullElse(JsonText.instant(event, "timestamp"), Instant.EPOCH),
                kind(JsonText.textOr(event, "type", "")),
                JsonText.text(details, "name"),
                JsonText.text(details, "next"),
                JsonText.text(details, "error"),
                JsonText.text(details, "cause"),
                due(event, details),
                Integer.parseInt(iteration));
    }

    private static JsonNode details(JsonNode event) {
        for (String name : event.propertyNames()) if (name.endsWith("EventDetails")) return event.get(name);
        return JsonNodeFactory.instance.objectNode();
    }

    /** Only Skald's own events tell it. */
    private static @Nullable Instant due(JsonNode event, JsonNode details) {
        Instant at = JsonText.instant(event, "at");
        return at == null ? JsonText.instant(details, "dueAt") : at;
    }

    private static Kind kind(String type) {
        return switch (type) {
            case "ExecutionStarted" -> Kind.STARTED;
            case "ExecutionSucceeded" -> Kind.SUCCEEDED;
            case "ExecutionFailed" -> Kind.FAILED;
            case "ExecutionTimedOut" -> Kind.TIMED_OUT;
            case "ExecutionAborted" -> Kind.ABORTED;
            case "ExecutionRedriven" -> Kind.REDRIVEN;
            case "TaskStateEntered" -> Kind.TASK_ENTERED;
            case "ChoiceStateEntered" -> Kind.CHOICE_ENTERED;
            case "WaitStateEntered" -> Kind.WAIT_ENTERED;
            case "ParallelStateEntered", "MapStateEntered" -> Kind.GROUP_ENTERED;
            case "LambdaFunctionScheduled", "TaskScheduled", "ActivityScheduled" -> Kind.ATTEMPT_STARTED;
            case "LambdaFunctionFailed", "TaskFailed", "ActivityFailed" -> Kind.ATTEMPT_FAILED;
            case "LambdaFunctionTimedOut", "TaskTimedOut", "ActivityTimedOut" -> Kind.ATTEMPT_TIMED_OUT;
            case "RetryScheduled" -> Kind.RETRY_SCHEDULED;
            case "MapIterationStarted" -> Kind.ITERATION_STARTED;
            default -> stateKind(type);
        };
    }

    private static Kind stateKind(String type) {
        if (type.endsWith("StateEntered")) return Kind.OTHER_ENTERED;
        if (type.endsWith("StateExited")) return Kind.EXITED;
        return type.endsWith("StateAborted") ? Kind.STATE_ABORTED : Kind.OTHER;
    }
}
