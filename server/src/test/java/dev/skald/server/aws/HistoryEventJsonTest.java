package dev.skald.server.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.MachineType;
import dev.skald.asl.Next;
import dev.skald.asl.Payload;
import dev.skald.asl.StateType;
import dev.skald.asl.TaskResource;
import dev.skald.core.Effect;
import dev.skald.core.Event;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.server.json.JsonReader;
import dev.skald.server.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The expected members are those of AWS's recorded histories. */
class HistoryEventJsonTest {
    private static final Instant AT = Instant.ofEpochMilli(1_700_000_000_007L);
    private static final Payload EMPTY = Payload.EMPTY_OBJECT;
    private static final TaskResource LAMBDA = new TaskResource.LambdaFunction("arn:f");
    private static final TaskResource ACTIVITY = new TaskResource.Activity("arn:a");
    private static final TaskResource INVOKE = new TaskResource.Integration(
            "arn:aws:states:::lambda:invoke.waitForTaskToken",
            "lambda",
            "invoke",
            TaskResource.Pattern.WAIT_FOR_TASK_TOKEN);

    private static final ExecutionRow EXECUTION = ExecutionRow.started(
            1,
            "arn:aws:states:eu-west-1:000000000000:stateMachine:m",
            "e",
            "arn:aws:states:eu-west-1:000000000000:execution:m:e",
            MachineType.STANDARD,
            "",
            "arn:role",
            "",
            AT,
            Map.of(),
            ExecutionRow.Origin.MACHINE);

    private static String json(Event.Detail detail) {
        JsonWriter out = new JsonWriter();
        new HistoryEventJson(EXECUTION, true).write(new Event(9, 7, 6, AT, 0, detail), out);
        return new String(out.end(), StandardCharsets.UTF_8);
    }

    private static void is(Event.Detail detail, String type, String details) {
        String comma = details.isEmpty() ? "" : ",";
        assertThat(JsonReader.trusted(json(detail)))
                .isEqualTo(JsonReader.trusted("{\"timestamp\":1700000000.007,\"type\":\"" + type
                        + "\",\"id\":7,\"previousEventId\":6" + comma + details + "}"));
    }

    private static Event.TaskScheduled scheduled(
            TaskResource resource, Long timeout, Long heartbeat, Payload credentials) {
        return new Event.TaskScheduled(resource, EMPTY, timeout, heartbeat, credentials, null, "key");
    }

    @Test
    void shouldWriteTheEventsOfAnExecution() {
        is(
                new Event.ExecutionStarted(EMPTY, "A", null),
                "ExecutionStarted",
                "\"executionStartedEventDetails\":{\"input\":\"{}\",\"inputDetails\":{\"truncated\":false},\"roleArn\":\"arn:role\"}");
        is(
                new Event.ExecutionSucceeded(EMPTY),
                "ExecutionSucceeded",
                "\"executionSucceededEventDetails\":{\"output\":\"{}\",\"outputDetails\":{\"truncated\":false}}");
        is(
                new Event.ExecutionFailed("E", null),
                "ExecutionFailed",
                "\"executionFailedEventDetails\":{\"error\":\"E\"}");
        is(new Event.ExecutionFailed(null, null), "ExecutionFailed", "\"executionFailedEventDetails\":{}");
        is(new Event.ExecutionTimedOut(null, null), "ExecutionTimedOut", "\"executionTimedOutEventDetails\":{}");
        is(
                new Event.ExecutionAborted("E", "C"),
                "ExecutionAborted",
                "\"executionAbortedEventDetails\":{\"error\":\"E\",\"cause\":\"C\"}");
    }

    @Test
    void shouldWriteTheEventsOfAState() {
        is(
                new Event.StateEntered(StateType.Choice, "S", EMPTY, null),
                "ChoiceStateEntered",
                "\"stateEnteredEventDetails\":{\"name\":\"S\",\"input\":\"{}\",\"inputDetails\":{\"truncated\":false}}");
        is(
                new Event.StateExited(StateType.Pass, "S", EMPTY, new Next.End()),
                "PassStateExited",
                "\"stateExitedEventDetails\":{\"name\":\"S\",\"output\":\"{}\",\"outputDetails\":{\"truncated\":false}}");
        is(new Event.StateAborted(StateType.Task, "S"), "TaskStateAborted", "");
    }

    @Test
    void shouldWriteTheEventsOfALambdaTask() {
        is(
                scheduled(LAMBDA, null, null, null),
                "LambdaFunctionScheduled",
                "\"lambdaFunctionScheduledEventDetails\":{\"resource\":\"arn:f\",\"input\":\"{}\",\"inputDetails\":{\"truncated\":false}}");
        is(
                scheduled(LAMBDA, 5L, null, null),
                "LambdaFunctionScheduled",
                "\"lambdaFunctionScheduledEventDetails\":{\"resource\":\"arn:f\",\"input\":\"{}\",\"inputDetails\":{\"truncated\":false},\"timeoutInSeconds\":5}");
        is(new Event.TaskStarted(LAMBDA, null, null, null), "LambdaFunctionStarted", "");
        is(
                new Event.TaskSucceeded(LAMBDA, EMPTY),
                "LambdaFunctionSucceeded",
                "\"lambdaFunctionSucceededEventDetails\":{\"output\":\"{}\",\"outputDetails\":{\"truncated\":false}}");
        is(
                new Event.TaskFailed(LAMBDA, "E", "C", Effect.REPORTED),
                "LambdaFunctionFailed",
                "\"lambdaFunctionFailedEventDetails\":{\"error\":\"E\",\"cause\":\"C\"}");
        is(
                new Event.TaskTimedOut(LAMBDA, false),
                "LambdaFunctionTimedOut",
                "\"lambdaFunctionTimedOutEventDetails\":{\"error\":\"States.Timeout\"}");
    }

    @Test
    void shouldWriteTheEventsOfAnActivityTask() {
        is(
                scheduled(ACTIVITY, 60L, 10L, null),
                "ActivityScheduled",
                "\"activityScheduledEventDetails\":{\"resource\":\"arn:a\",\"input\":\"{}\",\"inputDetails\":{\"truncated\":false},\"timeoutInSeconds\":60,\"heartbeatInSeconds\":10}");
        is(new Event.TaskStarted(ACTIVITY, null, null, null), "ActivityStarted", "\"activityStartedEventDetails\":{}");
        is(
                new Event.TaskStarted(ACTIVITY, "w", null, null),
                "ActivityStarted",
                "\"activityStartedEventDetails\":{\"workerName\":\"w\"}");
        is(
                new Event.TaskTimedOut(ACTIVITY, true),
                "ActivityTimedOut",
                "\"activityTimedOutEventDetails\":{\"error\":\"States.Timeout\"}");
    }

    @Test
    void shouldWriteTheEventsOfAServiceIntegration() {
        String resource = "\"resourceType\":\"lambda\",\"resource\":\"invoke.waitForTaskToken\"";
        is(
                scheduled(INVOKE, null, 5L, Payload.ofText("{\"RoleArn\":\"arn:other\"}")),
                "TaskScheduled",
                "\"taskScheduledEventDetails\":{" + resource
                        + ",\"region\":\"eu-west-1\",\"parameters\":\"{}\",\"heartbeatInSeconds\":5,\"taskCredentials\":{\"roleArn\":\"arn:other\"}}");
        is(
                new Event.TaskStarted(INVOKE, null, null, null),
                "TaskStarted",
                "\"taskStartedEventDetails\":{" + resource + "}");
        is(
                new Event.TaskSubmitted(INVOKE, EMPTY),
                "TaskSubmitted",
                "\"taskSubmittedEventDetails\":{" + resource
                        + ",\"output\":\"{}\",\"outputDetails\":{\"truncated\":false}}");
        is(
                new Event.TaskFailed(INVOKE, null, null, Effect.REPORTED),
                "TaskFailed",
                "\"taskFailedEventDetails\":{" + resource + "}");
        is(
                new Event.TaskTimedOut(INVOKE, true),
                "TaskTimedOut",
                "\"taskTimedOutEventDetails\":{" + resource + ",\"error\":\"States.Timeout\"}");
    }

    @Test
    void shouldWriteTheEventsOfMapAndParallel() {
        is(new Event.ParallelStarted(EMPTY, 1, List.of("A")), "ParallelStateStarted", "");
        is(new Event.ParallelSucceeded(), "ParallelStateSucceeded", "");
        is(new Event.ParallelFailed("E", "C"), "ParallelStateFailed", "");
        is(
                new Event.MapStarted(Payload.ofText("[1,2]"), 2, 40),
                "MapStateStarted",
                "\"mapStateStartedEventDetails\":{\"length\":2}");
        is(
                new Event.MapIterationStarted("M", 1, 3, EMPTY, "A"),
                "MapIterationStarted",
                "\"mapIterationStartedEventDetails\":{\"name\":\"M\",\"index\":1}");
        is(
                new Event.MapIterationAborted("M", 1),
                "MapIterationAborted",
                "\"mapIterationAbortedEventDetails\":{\"name\":\"M\",\"index\":1}");
        is(new Event.MapSucceeded(), "MapStateSucceeded", "");
    }
}
