package dev.skald.acceptance.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.acceptance.api.SfnClients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.InvalidDefinitionException;
import software.amazon.awssdk.services.sfn.model.StateMachineType;
import software.amazon.awssdk.services.sfn.model.ValidateStateMachineDefinitionResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the AWS CDK makes of each of its constructs and tasks ({@code cdk/constructs.mjs}, {@code cdk/tasks.mjs}) is valid and is
 * created; the machines of states, functions, activities and items in objects run.
 */
class CdkTest {
    private static final Duration SYNTHESIS_MAX = Duration.ofMinutes(5);
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String ROLE = "arn:aws:iam::000000000000:role/skald";
    private static final int TASKS_MIN = 100;

    private static ClientServer server;
    private static SfnClient sfn;
    private static List<Machine> machines;

    /** A machine as {@code synth.mjs} writes it; without output, results or error it is not run. */
    record Machine(
            String name,
            StateMachineType type,
            String definition,
            boolean refused,
            JsonNode input,
            JsonNode output,
            JsonNode results,
            JsonNode objects,
            JsonNode error) {

        static Machine of(JsonNode json) {
            return new Machine(
                    json.path("name").asString(),
                    StateMachineType.fromValue(json.path("type").asString()),
                    json.path("definition").asString(),
                    json.path("refused").asBoolean(),
                    json.path("input"),
                    json.path("output"),
                    json.path("results"),
                    json.path("objects"),
                    json.path("error"));
        }

        boolean runs() {
            return !output.isMissingNode() || !results.isMissingNode() || !error.isMissingNode();
        }

        String rawInput() {
            return input.isMissingNode() ? "{}" : input.toString();
        }
    }

    @TempDir
    private static Path objects;

    @BeforeAll
    static void synthesise() throws Exception {
        Path project = NodeProject.installed("cdk");
        ClientProgram.Result result =
                ClientProgram.of(SYNTHESIS_MAX, "node", "synth.mjs").run(project, Map.of("JSII_DEPRECATED", "quiet"));
        assertThat(result.status()).as(result.output()).isZero();
        JsonNode all = new JsonMapper().readTree(Files.readString(project.resolve("machines.json")));
        machines = all.valueStream().map(Machine::of).toList();
        assertThat(machines).hasSizeGreaterThan(TASKS_MIN);
        server = ClientServer.start(objects);
        for (Machine machine : machines) prepare(machine);
        sfn = SfnClients.to(server.port(), SfnClients.ANY_SECRET);
        sfn.createActivity(r -> r.name("worker"));
    }

    /** The buckets that a machine reads and writes, and what is in them. */
    private static void prepare(Machine machine) throws IOException {
        if (machine.results().isMissingNode()) return;
        Files.createDirectories(objects.resolve(machine.input().path("bucket").asString()));
        for (var object : machine.objects().properties()) {
            Path file = objects.resolve(object.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, object.getValue().asString());
        }
    }

    @AfterAll
    static void stop() {
        if (server == null) return;
        sfn.close();
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> shouldValidateAndCreate() {
        return machines.stream()
                .filter(machine -> !machine.refused())
                .map(machine -> DynamicTest.dynamicTest(machine.name(), () -> {
                    assertThat(validate(machine).diagnostics())
                            .as(machine.definition())
                            .extracting(each -> each.location() + ": " + each.message())
                            .isEmpty();
                    assertThat(validate(machine).resultAsString()).isEqualTo("OK");
                    assertThat(create(machine, "created-")).contains(machine.name());
                }));
    }

    @TestFactory
    Stream<DynamicTest> shouldRefuseWhatAwsRefuses() {
        return machines.stream()
                .filter(Machine::refused)
                .map(machine -> DynamicTest.dynamicTest(machine.name(), () -> {
                    assertThat(validate(machine).resultAsString()).isEqualTo("FAIL");
                    assertThatThrownBy(() -> create(machine, "refused-"))
                            .isInstanceOf(InvalidDefinitionException.class)
                            .hasMessageContaining("at /States/T/Resource");
                }));
    }

    @TestFactory
    Stream<DynamicTest> shouldRun() {
        return machines.stream()
                .filter(Machine::runs)
                .map(machine -> DynamicTest.dynamicTest(machine.name(), () -> run(machine)));
    }

    private static ValidateStateMachineDefinitionResponse validate(Machine machine) {
        return sfn.validateStateMachineDefinition(
                r -> r.definition(machine.definition()).type(machine.type()));
    }

    private static String create(Machine machine, String prefix) {
        String name = prefix + machine.name();
        return sfn.createStateMachine(r -> r.name(name.substring(0, Math.min(80, name.length())))
                        .definition(machine.definition())
                        .type(machine.type())
                        .roleArn(ROLE))
                .stateMachineArn();
    }

    private static void run(Machine machine) throws IOException {
        String arn = create(machine, "run-");
        if (machine.type() == StateMachineType.EXPRESS) {
            var ended = sfn.startSyncExecution(r -> r.stateMachineArn(arn).input(machine.rawInput()));
            check(machine, ended.output(), ended.error(), ended.cause());
        } else {
            String execution = sfn.startExecution(r -> r.stateMachineArn(arn).input(machine.rawInput()))
                    .executionArn();
            if (machine.definition().contains(":activity:worker")) work();
            var ended = end(execution);
            if (machine.results().isMissingNode()) check(machine, ended.output(), errorOrStatus(ended), ended.cause());
            else checkResults(machine, ended);
        }
    }

    /** An execution that timed out has no error. */
    private static String errorOrStatus(DescribeExecutionResponse ended) {
        return ended.error() == null ? ended.statusAsString() : ended.error();
    }

    private static void work() {
        var task = sfn.getActivityTask(r -> r.activityArn("arn:aws:states:us-east-1:000000000000:activity:worker"));
        int n = new JsonMapper().readTree(task.input()).path("n").asInt();
        sfn.sendTaskSuccess(r -> r.taskToken(task.taskToken()).output(String.valueOf(2 * n)));
    }

    private static DescribeExecutionResponse end(String executionArn) {
        return Awaitility.await()
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(10))
                .until(
                        () -> sfn.describeExecution(r -> r.executionArn(executionArn)),
                        shown -> shown.status() != ExecutionStatus.RUNNING);
    }

    private static void checkResults(Machine machine, DescribeExecutionResponse ended) throws IOException {
        assertThat(ended.status()).as("%s: %s", ended.error(), ended.cause()).isEqualTo(ExecutionStatus.SUCCEEDED);
        JsonNode details = new JsonMapper().readTree(ended.output()).path("ResultWriterDetails");
        assertThat(details.path("Key").asString()).endsWith("/manifest.json");
        Path bucket = objects.resolve(details.path("Bucket").asString());
        JsonNode manifest = read(bucket.resolve(details.path("Key").asString()));
        List<JsonNode> outputs = new ArrayList<>();
        for (JsonNode file : manifest.path("ResultFiles").path("SUCCEEDED"))
            outputs.addAll(outputs(bucket.resolve(file.path("Key").asString())));
        assertThat(outputs).isEqualTo(machine.results().valueStream().toList());
        assertThat(manifest.path("ResultFiles").path("FAILED")).isEmpty();
        assertThat(manifest.path("ResultFiles").path("PENDING")).isEmpty();
    }

    /** A file in the form of AWS has an array of executions; one with compact JSON Lines their outputs. */
    private static List<JsonNode> outputs(Path file) throws IOException {
        if (!Files.readString(file).startsWith("["))
            return Files.readAllLines(file).stream().map(CdkTest::output).toList();
        return read(file)
                .valueStream()
                .map(child -> output(child.path("Output").asString()))
                .toList();
    }

    /** Of a listed object only the key is the same on every machine. */
    private static JsonNode output(String text) {
        JsonNode output = new JsonMapper().readTree(text);
        for (JsonNode item : output.path("Items")) if (item.has("Etag")) ((ObjectNode) item).retain("Key");
        return output;
    }

    private static JsonNode read(Path file) throws IOException {
        return new JsonMapper().readTree(Files.readString(file));
    }

    private static void check(Machine machine, String output, String error, String cause) {
        if (machine.error().isMissingNode())
            assertThat(output)
                    .as("%s: %s", error, cause)
                    .isNotNull()
                    .satisfies(
                            text -> assertThat(new JsonMapper().readTree(text)).isEqualTo(machine.output()));
        else assertThat(error).as(cause).isEqualTo(machine.error().asString());
    }
}
