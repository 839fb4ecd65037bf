package dev.skald.server.aws;

import dev.skald.asl.Payload;
import dev.skald.asl.TaskResource;
import dev.skald.core.Event;
import dev.skald.core.EventType;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.ExecutionRow.Origin;
import dev.skald.server.json.JsonWriter;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes an event of the journal as AWS's {@code HistoryEvent}: timestamp, type, id, previousEventId, and the details
 * under the name that belongs to the type. See section 3.6 of the Step Functions reference.
 */
public final class HistoryEventJson {
    /** The only error AWS gives for a time-out, missed heartbeats included. */
    private static final String TIMEOUT = "States.Timeout";

    private final String roleArn;
    private final Origin origin;
    private final String region;
    private final boolean includeData;

    /**
     * @param execution whose events they are
     * @param includeData whether inputs, outputs and parameters are shown; errors and causes always are
     */
    public HistoryEventJson(ExecutionRow execution, boolean includeData) {
        this.roleArn = execution.roleArn();
        this.origin = execution.origin();
        this.region = Arn.parse(execution.arn()).region();
        this.includeData = includeData;
    }

    /** Writes the members of one published event. */
    public void write(Event event, JsonWriter out) {
        out.time("timestamp", event.at())
                .text("type", EventType.of(event.detail()))
                .number("id", event.id())
                .number("previousEventId", event.previousId());
        details(event.detail(), out);
    }

    private void details(Event.Detail detail, JsonWriter out) {
        switch (detail) {
            case Event.ExecutionStarted e ->
                out.object("executionStartedEventDetails", d -> {
                    payload("input", e.input(), d);
                    d.text("roleArn", roleArn)
                            .text("stateMachineAliasArn", origin.aliasArn())
                            .text("stateMachineVersionArn", origin.versionArn());
                });
            case Event.ExecutionSucceeded e ->
                out.object("executionSucceededEventDetails", d -> payload("output", e.output(), d));
            case Event.ExecutionFailed e -> failure("executionFailedEventDetails", e.error(), e.cause(), out);
            case Event.ExecutionTimedOut e -> failure("executionTimedOutEventDetails", e.error(), e.cause(), out);
            case Event.ExecutionAborted e -> failure("executionAbortedEventDetails", e.error(), e.cause(), out);
            case Event.ExecutionRedriven e ->
                out.object("executionRedrivenEventDetails", d -> d.number("redriveCount", (long) e.redriveCount()));
            case Event.StateEntered e ->
                out.object("stateEnteredEventDetails", d -> {
                    d.text("name", e.name());
                    payload("input", e.input(), d);
                });
            case Event.StateExited e ->
                out.object("stateExitedEventDetails", d -> {
                    d.text("name", e.name());
                    payload("output", e.output(), d);
                    assigned(e.assigned(), d);
                });
            case Event.EvaluationFailed e ->
                out.object("evaluationFailedEventDetails", d -> {
                    errorAndCause(e.error(), e.cause(), d);
                    d.text("location", e.location());
                    d.text("state", e.state());
                });
            case Event.TaskScheduled e -> scheduled(e, out);
            case Event.TaskStarted e -> started(e, out);
            case Event.TaskSubmitted e ->
                outcome(e.resource(), "Submitted", d -> payload("output", e.output(), d), out);
            case Event.TaskSucceeded e ->
                outcome(e.resource(), "Succeeded", d -> payload("output", e.output(), d), out);
            case Event.TaskFailed e ->
                outcome(e.resource(), "Failed", d -> errorAndCause(e.error(), e.cause(), d), out);
            case Event.TaskTimedOut e -> outcome(e.resource(), "TimedOut", d -> errorAndCause(TIMEOUT, null, d), out);
            case Event.MapStarted e ->
                out.object("mapStateStartedEventDetails", d -> d.number("length", (long) e.length()));
            case Event.MapIterationStarted e -> iteration("Started", e.name(), e.index(), out);
            case Event.MapIterationSucceeded e -> iteration("Succeeded", e.name(), e.index(), out);
            case Event.MapIterationFailed e -> iteration("Failed", e.name(), e.index(), out);
            case Event.MapIterationAborted e -> iteration("Aborted", e.name(), e.index(), out);
            case Event.StateAborted _,
                    Event.ParallelStarted _,
                    Event.ParallelSucceeded _,
                    Event.ParallelFailed _,
                    Event.MapSucceeded _,
                    Event.MapFailed _ -> {}
            case Event.RetryScheduled _, Event.HeartbeatRecorded _, Event.StateRedriven _ -> {}
        }
    }

    private void scheduled(Event.TaskScheduled e, JsonWriter out) {
        switch (e.resource()) {
            case TaskResource.LambdaFunction function ->
                out.object("lambdaFunctionScheduledEventDetails", d -> {
                    d.text("resource", function.arn());
                    payload("input", e.parameters(), d);
                    d.number("timeoutInSeconds", e.timeoutSeconds());
                    credentials(e.credentials(), d);
                });
            case TaskResource.Activity activity ->
                out.object("activityScheduledEventDetails", d -> {
                    d.text("resource", activity.arn());
                    payload("input", e.parameters(), d);
                    d.number("timeoutInSeconds", e.timeoutSeconds()).number("heartbeatInSeconds", e.heartbeatSeconds());
                });
            case TaskResource.Integration integration ->
                out.object("taskScheduledEventDetails", d -> {
                    resource(integration, d);
                    d.text("region", region);
                    if (includeData) d.text("parameters", e.parameters().text());
                    d.number("timeoutInSeconds", e.timeoutSeconds()).number("heartbeatInSeconds", e.heartbeatSeconds());
                    credentials(e.credentials(), d);
                });
        }
    }

    private static void credentials(@Nullable Payload credentials, JsonWriter d) {
        if (credentials == null) return;
        String assumed = credentials.node().path("RoleArn").asString(null);
        d.object("taskCredentials", c -> c.text("roleArn", assumed));
    }

    private void started(Event.TaskStarted e, JsonWriter out) {
        switch (e.resource()) {
            case TaskResource.LambdaFunction _ -> {}
            case TaskResource.Activity _ ->
                out.object("activityStartedEventDetails", d -> d.text("workerName", e.workerName()));
            case TaskResource.Integration integration ->
                out.object("taskStartedEventDetails", d -> resource(integration, d));
        }
    }

    private static void outcome(TaskResource resource, String what, Consumer<JsonWriter> members, JsonWriter out) {
        switch (resource) {
            case TaskResource.LambdaFunction _ -> out.object("lambdaFunction" + what + "EventDetails", members);
            case TaskResource.Activity _ -> out.object("activity" + what + "EventDetails", members);
            case TaskResource.Integration integration ->
                out.object("task" + what + "EventDetails", d -> {
                    resource(integration, d);
                    members.accept(d);
                });
        }
    }

    private static void resource(TaskResource.Integration integration, JsonWriter d) {
        d.text("resourceType", integration.service()).text("resource", integration.resource());
    }

    private static void iteration(String what, String name, int index, JsonWriter out) {
        out.object(
                "mapIteration" + what + "EventDetails",
                d -> d.text("name", name).number("index", (long) index));
    }

    private static void failure(String name, @Nullable String error, @Nullable String cause, JsonWriter out) {
        out.object(name, d -> errorAndCause(error, cause, d));
    }

    private static void errorAndCause(@Nullable String error, @Nullable String cause, JsonWriter d) {
        d.text("error", error).text("cause", cause);
    }

    private void assigned(Map<String, Payload> variables, JsonWriter d) {
        if (!includeData || variables.isEmpty()) return;
        d.object("assignedVariables", texts -> variables.forEach((name, value) -> texts.text(name, value.text())));
        d.object("assignedVariablesDetails", details -> details.flag("truncated", false));
    }

    private void payload(String name, Payload payload, JsonWriter d) {
        if (!includeData) return;
        d.text(name, payload.text()).object(name + "Details", details -> details.flag("truncated", false));
    }
}
