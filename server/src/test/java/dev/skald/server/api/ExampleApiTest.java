package dev.skald.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.Asl;
import dev.skald.asl.MachineType;
import dev.skald.core.SagaStatus;
import dev.skald.core.Status;
import dev.skald.engine.ExecutionDescription;
import dev.skald.engine.VirtualTime;
import dev.skald.server.RunningServer;
import dev.skald.server.RunningServer.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The examples really run, on a server without functions. */
class ExampleApiTest {
    private final VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.virtual(time, builder -> builder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String run(String example, String run) throws Exception {
        Reply reply = server.post("/api/v1/examples/" + example, "{\"run\": \"" + run + "\"}");
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json().path("executionArn").asString();
    }

    private ExecutionDescription after(String execution, Duration duration) throws Exception {
        time.pass(duration, Duration.ofSeconds(1));
        return server.skald.describeExecution(execution);
    }

    @Test
    void shouldNameEachRun() throws Exception {
        JsonNode examples = server.get("/api/v1/examples").json().path("examples");
        assertThat(examples.size()).isEqualTo(3);
        for (JsonNode example : examples) {
            assertThat(example.path("runs").isEmpty()).isFalse();
            assertThat(example.path("runs").get(0).path("input").isObject()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ship-fails, FAILED, COMPENSATED, UnknownFailure",
        "undo-fails, RUNNING, PARKED,",
        "declined, FAILED, COMPENSATED, KnownFailure",
        "delivered, SUCCEEDED, COMMITTED, Success"
    })
    void shouldRunTheOrder(String run, Status status, SagaStatus saga, @Nullable String runClass) throws Exception {
        ExecutionDescription ended = after(run("example-order", run), Duration.ofMinutes(1));

        assertThat(ended.row().status()).isEqualTo(status);
        assertThat(ended.row().sagaStatus()).isEqualTo(saga);
        assertThat(
                        ended.row().runClass() == null
                                ? null
                                : ended.row().runClass().name())
                .isEqualTo(runClass);
        assertThat(server.get("/api/v1/parks").json().path("executions").size())
                .isEqualTo(saga == SagaStatus.PARKED ? 1 : 0);
    }

    @Test
    void shouldWaitForAPerson() throws Exception {
        String execution = run("example-approval", "ask");
        after(execution, Duration.ofMinutes(1));
        JsonNode task = server.get("/api/v1/tasks").json().path("tasks").get(0);
        assertThat(task.path("state").asString()).isEqualTo("Ask");

        server.post(
                "/api/v1/tasks/" + task.path("task").asString() + "/approve", "{\"who\": \"ann\", \"why\": \"cheap\"}");

        assertThat(after(execution, Duration.ofMinutes(1)).row().status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void shouldRunTheMap() throws Exception {
        ExecutionDescription ended = after(run("example-map", "letters"), Duration.ofMinutes(5));
        assertThat(ended.row().status()).isEqualTo(Status.SUCCEEDED);

        String execution = ended.row().arn();
        JsonNode run = server.get("/api/v1/map-runs?execution=" + execution)
                .json()
                .path("mapRuns")
                .get(0);
        String arn = run.path("mapRunArn").asString().replace("/", "%2F");
        JsonNode whole = server.get("/api/v1/map-runs/" + arn).json();
        assertThat(whole.path("items").path("total").asInt()).isEqualTo(200);
        assertThat(whole.path("items").path("failed").asInt()).isEqualTo(28);
        assertThat(whole.path("failures").size()).isEqualTo(2);
        assertThat(whole.path("failures").toString()).contains("\"state\":\"No stamp\"", "Nobody lives there.");
        String items = "/api/v1/map-runs/" + arn + "/items?index=";
        for (int index : new int[] {0, 17, 199}) {
            JsonNode one = server.get(items + index).json().path("items");
            assertThat(one.size()).isOne();
            assertThat(one.get(0).path("index").asInt()).isEqualTo(index);
        }
        for (String none : List.of("200", "9".repeat(30), "17&status=ABORTED", "17&before=0"))
            assertThat(server.get(items + none).json().path("items")).as(none).isEmpty();
        JsonNode failed = server.get("/api/v1/map-runs/" + arn + "/items?status=FAILED&limit=20")
                .json();
        assertThat(failed.path("items").size()).isEqualTo(20);
        assertThat(failed.path("items").get(0).path("itemCount").asInt()).isOne();
        JsonNode rest = server.get("/api/v1/map-runs/" + arn + "/items?status=FAILED&before="
                        + failed.path("before").asString())
                .json();
        assertThat(rest.path("items").size()).isEqualTo(8);
        assertThat(rest.has("before")).isFalse();
    }

    /** Somebody may have changed it: running it again does not take that back. */
    @Test
    void shouldLeaveWhatIsThere() throws Exception {
        run("example-map", "letters");
        String arn = server.skald.listStateMachines(null, 9).getFirst().arn();
        server.skald.updateStateMachine(arn, RunningServer.PASS, null, null);

        assertThat(after(run("example-map", "letters"), Duration.ofMinutes(1))
                        .row()
                        .status())
                .isEqualTo(Status.SUCCEEDED);
        assertThat(server.skald.describeStateMachine(arn).definition()).isEqualTo(RunningServer.PASS);
    }

    @Test
    void shouldHaveNothingTheLintMinds() {
        for (Example example : Example.ALL) {
            String definition = Example.definition(example.name())
                    .replace("${example-step}", "arn:aws:states:us-east-1:000000000000:stateMachine:example-step");
            assertThat(Asl.lint(definition, MachineType.STANDARD))
                    .as(example.name())
                    .isEmpty();
        }
    }

    @Test
    void shouldRefuseWhatIsNotThere() throws Exception {
        assertThat(server.post("/api/v1/examples/none", "{}").status()).isEqualTo(404);
        assertThat(server.post("/api/v1/examples/example-map", "{\"run\": \"none\"}")
                        .status())
                .isEqualTo(400);
    }
}
