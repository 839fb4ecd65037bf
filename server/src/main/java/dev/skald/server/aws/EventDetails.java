package dev.skald.server.aws;

import dev.skald.asl.Payload;
import dev.skald.asl.TaskResource;
import dev.skald.core.Event;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.ExecutionRow.Origin;
import dev.skald.server.json.JsonText;
import dev.skald.server.json.JsonWriter;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What AWS tells of an event beside its type: the details, and the name under which GetExecutionHistory shows them. See
 * section 3.6 of the Step Functions reference.
 */
public final class EventDetails {
    /** The only error AWS gives for a time-out, missed heartbeats included. */
    private static final String TIMEOUT = "States.Timeout";

    private final String roleArn;
    private final Origin origin;
    private final String region;
    private final boolean includeData;
    private final int dataBytesMax;

    /**
     * @param execution whose events they are
     * @param includeData whether inputs, outputs and parameters are shown; errors and causes always are
     * @param dataBytesMax how long each of them may be, in bytes of escaped text; what is longer is cut
     */
    public EventDetails(ExecutionRow execution, boolean includeData, int dataBytesMax) {
        this.roleArn = execution.roleArn();
        this.origin = execution.origin();
        this.region = Arn.parse(execution.arn()).region();
        this.includeData = includeData;
        this.dataBytesMax = dataBytesMax;
    }

    /**
     * Details under the name of their kind.
     *
     * @param name such as {@code taskFailedEventDetails}
     * @param members writes what is in them
     */
    public record Named(String name, Consumer<JsonWriter> members) {}

    /** The details of an event; null when its type has none. */
    public @Nullable Named of(Event.Detail detail) {
        return switch (detail) {
            case Event.ExecutionStarted e ->
                new Named("executionStartedEventDetails", d -> {
                    payload("input", e.input(), d);
                    d.text("roleArn", roleArn)
                            .text("stateMachineAliasArn", origin.aliasArn())
                            .text("stateMachineVersionArn", origin.versionArn());
                });
            case Event.ExecutionSucceeded e ->
                new Named("executionSucceededEventDetails", d -> payload("output", e.output(), d));
            case Event.ExecutionFailed e -> failure("executionFailedEventDetails", e.error(), e.cause());
            case Event.ExecutionTimedOut e -> failure("executionTimedOutEventDetails", e.error(), e.cause());
            case Event.ExecutionAborted e -> failure("executionAbortedEventDetails", e.error(), e.cause());
            case Event.ExecutionRedriven e ->
                new Named("executionRedrivenEventDetails", d -> d.number("redriveCount", (long) e.redriveCount()));
            case Event.StateEntered e ->
                new Named("stateEnteredEventDetails", d -> {
                    d.text("name", e.name());
                    payload("input", e.input(), d);
                });
            case Event.StateExited e ->
                new Named("stateExitedEventDetails", d -> {
                    d.text("name", e.name());
                    payload("output", e.output(), d);
                    assigned(e.assigned(), d);
                });
            case Event.EvaluationFailed e ->
                new Named("evaluationFailedEventDetails", d -> {
                    errorAndCause(e.error(), e.cause(), d);
                    d.text("location", e.location());
                    d.text("state", e.state());
                });
            case Event.TaskScheduled e -> scheduled(e);
            case Event.TaskStarted e -> started(e);
            case Event.TaskSubmitted e -> outcome(e.resource(), "Submitted", d -> payload("output", e.output(), d));
            case Event.TaskSucceeded e -> outcome(e.resource(), "Succeeded", d -> payload("output", e.output(), d));
            case Event.TaskFailed e -> outcome(e.resource(), "Failed", d -> errorAndCause(e.error(), e.cause(), d));
            case Event.TaskTimedOut e -> outcome(e.resource(), "TimedOut", d -> errorAndCause(TIMEOUT, null, d));
            case Event.MapStarted e ->
                new Named("mapStateStartedEventDetails", d -> d.number("length", (long) e.length()));
            case Event.DistributedMapStarted e ->
                new Named("mapStateStartedEventDetails", d -> d.number("length", (long) e.length()));
            case Event.MapRunStarted e ->
                new Named(
                        "mapRunStartedEventDetails",
                        d -> d.text("mapRunArn", e.run().arn()));
            case Event.MapRunFailed e -> failure("mapRunFailedEventDetails", e.error(), e.cause());
            case Event.MapRunRedriven e ->
                new Named(
                        "mapRunRedrivenEventDetails",
                        d -> d.text("mapRunArn", e.mapRunArn()).number("redriveCount", (long) e.redriveCount()));
            case Event.MapIterationStarted e -> iteration("Started", e.name(), e.index());
            case Event.MapIterationSucceeded e -> iteration("Succeeded", e.name(), e.index());
            case Event.MapIterationFailed e -> iteration("Failed", e.name(), e.index());
            case Event.MapIterationAborted e -> iteration("Aborted", e.name(), e.index());
            case Event.StateAborted _,
                    Event.ParallelStarted _,
                    Event.ParallelSucceeded _,
                    Event.ParallelFailed _,
                    Event.MapSucceeded _,
                    Event.MapRunSucceeded _,
                    Event.MapRunAborted _,
                    Event.MapFailed _ -> null;
            case Event.RetryScheduled _, Event.HeartbeatRecorded _, Event.StateRedriven _, Event.TaskAnswered _ -> null;
            case Event.OfSaga _ -> null;
        };
    }

    private Named scheduled(Event.TaskScheduled e) {
        return switch (e.resource()) {
            case TaskResource.LambdaFunction function ->
                new Named("lambdaFunctionScheduledEventDetails", d -> {
                    d.text("resource", function.arn());
                    payload("input", e.parameters(), d);
                    d.number("timeoutInSeconds", e.timeoutSeconds());
                    credentials(e.credentials(), d);
                });
            case TaskResource.Activity activity ->
                new Named("activityScheduledEventDetails", d -> {
                    d.text("resource", activity.arn());
                    payload("input", e.parameters(), d);
                    d.number("timeoutInSeconds", e.timeoutSeconds()).number("heartbeatInSeconds", e.heartbeatSeconds());
                });
            case TaskResource.Integration integration ->
                new Named("taskScheduledEventDetails", d -> {
                    resource(integration, d);
                    d.text("region", region);
                    if (includeData)
                        d.text("parameters", JsonText.cut(e.parameters().text(), dataBytesMax));
                    d.number("timeoutInSeconds", e.timeoutSeconds()).number("heartbeatInSeconds", e.heartbeatSeconds());
                    credentials(e.credentials(), d);
                });
        };
    }

    private static void credentials(@Nullable Payload credentials, JsonWriter d) {
        if (credentials == null) return;
        String assumed = credentials.node().path("RoleArn").asString(null);
        d.object("taskCredentials", c -> c.text("roleArn", assumed));
    }

    private static @Nullable Named started(Event.TaskStarted e) {
        return switch (e.resource()) {
            case TaskResource.LambdaFunction _ -> null;
            case TaskResource.Activity _ ->
                new Named("activityStartedEventDetails", d -> d.text("workerName", e.workerName()));
            case TaskResource.Integration integration ->
                new Named("taskStartedEventDetails", d -> resource(integration, d));
        };
    }

    private static Named outcome(TaskResource resource, String what, Consumer<JsonWriter> members) {
        return switch (resource) {
            case TaskResource.LambdaFunction _ -> new Named("lambdaFunction" + what + "EventDetails", members);
            case TaskResource.Activity _ -> new Named("activity" + what + "EventDetails", members);
            case TaskResource.Integration integration ->
                new Named("task" + what + "EventDetails", d -> {
                    resource(integration, d);
                    members.accept(d);
                });
        };
    }

    private static void resource(TaskResource.Integration integration, JsonWriter d) {
        d.text("resourceType", integration.service()).text("resource", integration.resource());
    }

    private static Named iteration(String what, String name, int index) {
        return new Named(
                "mapIteration" + what + "EventDetails",
                d -> d.text("name", name).number("index", (long) index));
    }

    private static Named failure(String name, @Nullable String error, @Nullable String cause) {
        return new Named(name, d -> errorAndCause(error, cause, d));
    }

    private static void errorAndCause(@Nullable String error, @Nullable String cause, JsonWriter d) {
        d.text("error", error).text("cause", cause);
    }

    private void assigned(Map<String, Payload> variables, JsonWriter d) {
        if (!includeData || variables.isEmpty()) return;
        boolean[] cut = {false};
        d.object(
                "assignedVariables",
                texts -> variables.forEach((name, value) -> {
                    String shown = JsonText.cut(value.text(), dataBytesMax);
                    cut[0] |= shown.length() < value.text().length();
                    texts.text(name, shown);
                }));
        d.object("assignedVariablesDetails", details -> details.flag("truncated", cut[0]));
    }

    private void payload(String name, Payload payload, JsonWriter d) {
        if (!includeData) return;
        String text = payload.text();
        String shown = JsonText.cut(text, dataBytesMax);
        d.text(name, shown)
                .object(name + "Details", details -> details.flag("truncated", shown.length() < text.length()));
    }
}
