package dev.skald.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.Payload;
import dev.skald.asl.TaskResource;
import dev.skald.core.Effect;
import dev.skald.core.Event;
import dev.skald.core.Status;
import dev.skald.engine.task.FunctionCall;
import dev.skald.engine.task.FunctionInvoker;
import dev.skald.engine.task.FunctionName;
import dev.skald.engine.task.FunctionResult;
import dev.skald.engine.task.StepContext;
import dev.skald.engine.task.TaskCall;
import dev.skald.engine.task.TaskFailure;
import dev.skald.engine.task.TaskOutcome;
import dev.skald.engine.task.TaskPerformer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class TaskTest {
    private final World world = new World();
    private final List<StepContext> steps = new ArrayList<>();
    private final List<Instant> times = new ArrayList<>();

    private Payload remember(StepContext step) {
        steps.add(step);
        times.add(world.clock.now());
        return World.json("{'n': " + steps.size() + "}");
    }

    private static TaskFailure failure(String error) {
        return new TaskFailure(error, "because");
    }

    @Test
    void shouldRunFunctionByArn() {
        world.handler("f", (input, step) -> World.json("{'got': " + input + "}"));
        String arn = world.start("'T': {'Type': 'Task', " + World.task("f") + ", 'End': true}");
        assertThat(world.await(arn).output()).isEqualTo(World.json("{'got': {}}"));
    }

    @Test
    void shouldRetryOverVirtualTimeWithTheSameKey() {
        world.handler("f", (input, step) -> {
            Payload result = remember(step);
            if (steps.size() < 4) throw failure("Busy");
            return result;
        });
        String arn = world.start("'T': {'Type': 'Task', " + World.task("f")
                + ", 'Retry': [{'ErrorEquals': ['Busy'], 'IntervalSeconds': 2, 'MaxAttempts': 3, 'BackoffRate': 2}],"
                + " 'End': true}");
        assertThat(world.await(arn).output()).isEqualTo(World.json("{'n': 4}"));
        Instant start = times.getFirst();
        assertThat(times).containsExactly(start, start.plusSeconds(2), start.plusSeconds(6), start.plusSeconds(14));
        assertThat(steps)
                .extracting(StepContext::key)
                .containsOnly(steps.getFirst().key());
        assertThat(steps).extracting(StepContext::attemptId).doesNotHaveDuplicates();
        assertThat(steps).extracting(StepContext::retryCount).containsExactly(0, 1, 2, 3);
    }

    @Test
    void shouldCatchWhatHandlerThrows() {
        world.handler("f", (input, step) -> {
            throw new IllegalStateException("no stock");
        });
        String arn = world.start("'T': {'Type': 'Task', " + World.task("f")
                + ", 'Catch': [{'ErrorEquals': ['java.lang.IllegalStateException'], 'Next': 'C'}], 'End': true},"
                + " 'C': {'Type': 'Pass', 'End': true}");
        JsonNode output = world.await(arn).output().node();
        assertThat(output.get("Error").stringValue()).isEqualTo("java.lang.IllegalStateException");
        JsonNode cause = Payload.ofText(output.get("Cause").stringValue()).node();
        assertThat(cause.get("errorMessage").stringValue()).isEqualTo("no stock");
        assertThat(cause.get("errorType").stringValue()).isEqualTo("java.lang.IllegalStateException");
        assertThat(cause.get("stackTrace").get(0).stringValue()).contains("TaskTest");
    }

    @Test
    void shouldKeepEffectOfFailure() {
        world.handler("f", (input, step) -> {
            throw new TaskFailure("Refused", "no", Effect.NONE);
        });
        String arn = world.start("'T': {'Type': 'Task', " + World.task("f") + ", 'End': true}");
        assertThat(world.await(arn).error()).isEqualTo("Refused");
        assertThat(world.await(arn).cause()).isEqualTo("{\"errorMessage\":\"no\",\"errorType\":\"Refused\"}");
        assertThat(failed(arn).effect()).isEqualTo(Effect.NONE);
    }

    private Event.TaskFailed failed(String arn) {
        return world.skald.history(arn, 1, 100).stream()
                .map(Event::detail)
                .filter(Event.TaskFailed.class::isInstance)
                .map(Event.TaskFailed.class::cast)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldFailUnknownFunction() {
        String arn = world.start("'T': {'Type': 'Task', 'Resource': 'arn:aws:states:::lambda:invoke',"
                + " 'Parameters': {'FunctionName': 'nobody'}, 'End': true}");
        RunResult result = world.await(arn);
        assertThat(result.error()).isEqualTo("Lambda.ResourceNotFoundException");
        assertThat(result.cause())
                .startsWith("Function not found: arn:aws:lambda:us-east-1:000000000000:function:nobody:$LATEST"
                        + " (Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException; Request ID: ")
                .endsWith("; Proxy: null)");
        assertThat(failed(arn).effect()).isEqualTo(Effect.NONE);
    }

    @Test
    void shouldWrapResultOfInvoke() {
        world.handler("f", (input, step) -> World.json("{'got': " + input + "}"));
        String arn = world.start("'T': {'Type': 'Task', 'Resource': 'arn:aws:states:::lambda:invoke',"
                + " 'Parameters': {'FunctionName': 'f:PROD', 'Payload': {'a': 1}}, 'End': true}");
        JsonNode output = world.await(arn).output().node();
        assertThat(output.propertyNames())
                .containsExactlyInAnyOrder(
                        "ExecutedVersion", "Payload", "SdkHttpMetadata", "SdkResponseMetadata", "StatusCode");
        assertThat(output.get("Payload").toString()).isEqualTo("{\"got\":{\"a\":1}}");
        assertThat(output.get("StatusCode").intValue()).isEqualTo(200);
    }

    @Test
    void shouldSendTextThatIsJsonAsJson() {
        List<String> inputs = new ArrayList<>();
        world.handler("f", (input, step) -> {
            inputs.add(input.text());
            return input;
        });
        for (String payload : List.of("'0'", "'[]'", "'true'", "'hello'", "null", "''", "{'x': 1}"))
            world.await(world.start("'T': {'Type': 'Task', 'Resource': 'arn:aws:states:::lambda:invoke',"
                    + " 'Parameters': {'FunctionName': 'f', 'Payload': " + payload + "}, 'End': true}"));
        assertThat(inputs).containsExactly("0", "[]", "true", "\"hello\"", "{}", "\"\"", "{\"x\":1}");
    }

    @Test
    void shouldCompactErrorOfInvokeOnly() {
        world.crash();
        SkaldBuilder builder = Skald.inMemory()
                .parts(EngineParts.simulated(world.clock, world.thread, 1))
                .functions(raising("{ \"errorMessage\": \"x\",  \"errorType\": \"E\" }"));
        try (Skald skald = builder.open()) {
            String direct = "'T': {'Type': 'Task', " + World.task("f") + ", 'End': true}";
            String invoke = "'T': {'Type': 'Task', 'Resource': 'arn:aws:states:::lambda:invoke',"
                    + " 'Parameters': {'FunctionName': 'f'}, 'End': true}";
            assertThat(run(skald, "a", direct).cause()).isEqualTo("{ \"errorMessage\": \"x\",  \"errorType\": \"E\" }");
            assertThat(run(skald, "b", invoke).cause()).isEqualTo("{\"errorMessage\":\"x\",\"errorType\":\"E\"}");
        }
    }

    private static RunResult run(Skald skald, String name, String states) {
        String definition = World.machine(states).replace('\'', '"');
        String machine = skald.deploy(name, definition, dev.skald.asl.MachineType.STANDARD);
        return skald.await(skald.start(machine, null, Payload.EMPTY_OBJECT), World.LONG);
    }

    private static FunctionInvoker raising(String payload) {
        return new FunctionInvoker() {
            @Override
            public boolean invokes(FunctionName function) {
                return true;
            }

            @Override
            public FunctionResult invoke(FunctionCall call) {
                return new FunctionResult.Raised("E", payload, Effect.REPORTED);
            }
        };
    }

    @Test
    void shouldFailTaskThatNobodyPerforms() {
        String arn = world.start("'T': {'Type': 'Task', 'Resource': 'arn:aws:states:::sns:publish',"
                + " 'Parameters': {'TopicArn': 'x', 'Message': 'y'}, 'End': true}");
        RunResult result = world.await(arn);
        assertThat(result.error()).isEqualTo("States.Runtime");
        assertThat(result.cause()).contains("arn:aws:states:::sns:publish");
    }

    @Test
    void shouldNotLetBrokenPerformerHarmAnyone() {
        world.crash();
        var builder = Skald.inMemory()
                .parts(EngineParts.simulated(world.clock, world.thread, 1))
                .register("f", (input, step) -> Payload.ofText("no json"))
                .performer(broken());
        try (Skald skald = builder.open()) {
            RunResult result = run(
                    skald,
                    "a",
                    "'T': {'Type': 'Task', 'Resource': 'arn:aws:states:::sns:publish',"
                            + " 'Parameters': {'TopicArn': 'x', 'Message': 'y'}, 'End': true}");
            assertThat(result.error()).isEqualTo("States.TaskFailed");
            assertThat(result.cause()).contains("arn:aws:states:::sns:publish").contains("poison");
            RunResult noJson = run(skald, "b", "'T': {'Type': 'Task', " + World.task("f") + ", 'End': true}");
            assertThat(noJson.status()).isEqualTo(Status.FAILED);
            assertThat(noJson.cause()).startsWith("The result is no JSON");
        }
    }

    private static TaskPerformer broken() {
        return new TaskPerformer() {
            @Override
            public boolean performs(TaskResource resource) {
                return true;
            }

            @Override
            public String limitedBy(TaskCall call) {
                return "broken";
            }

            @Override
            public TaskOutcome perform(TaskCall call) {
                throw new IllegalStateException("poison");
            }
        };
    }

    @Test
    void shouldFailOnResultOverTheLimit() {
        world.handler("f", (input, step) -> World.json("'" + "x".repeat(262_143) + "'"));
        String arn = world.start("'T': {'Type': 'Task', " + World.task("f") + ", 'End': true}");
        assertThat(world.await(arn).error()).isEqualTo("States.DataLimitExceeded");
    }

    @Test
    void shouldRunBranchesSideBySide() {
        world.handler("f", (input, step) -> remember(step));
        String branch = "{'StartAt': 'B%d', 'States': {'B%d': {'Type': 'Task', " + World.task("f") + ", 'End': true}}}";
        String arn = world.start("'P': {'Type': 'Parallel', 'Branches': [" + branch.replace("%d", "1") + ", "
                + branch.replace("%d", "2") + "], 'End': true}");
        assertThat(world.await(arn).status()).isEqualTo(Status.SUCCEEDED);
        assertThat(steps).hasSize(2).extracting(StepContext::key).doesNotHaveDuplicates();
    }

    @Test
    void shouldGoOnAfterBoundedTurns() {
        world.settings(s -> new Settings(
                s.accountId(),
                s.region(),
                s.limits().withHistoryEventsMax(100_000),
                64,
                100,
                s.restAfter(),
                s.retention(),
                0));
        String items = "[" + "1,".repeat(999) + "1]";
        String definition = World.machine("'M': {'Type': 'Map', 'ItemProcessor': {'StartAt': 'P',"
                + " 'States': {'P': {'Type': 'Pass', 'End': true}}}, 'End': true}");
        String arn = world.skald.start(world.deploy("m", definition), null, World.json(items));
        RunResult result = world.await(arn);
        assertThat(result.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(result.output().node().size()).isEqualTo(1_000);
    }
}
