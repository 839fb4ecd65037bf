package dev.skald.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.server.RunningServer;
import dev.skald.server.RunningServer.Reply;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class TaskApiTest {
    private static final String ASK =
            "{'StartAt':'Ask','States':{'Ask':{'Type':'Task','TimeoutSeconds':600,'HeartbeatSeconds':500,"
                    + "'Resource':'arn:aws:states:::lambda:invoke.waitForTaskToken','Parameters':{'FunctionName':'f',"
                    + "'Payload':{'token.$':'$$.Task.Token','all.$':'$'}},'End':true}}}";

    private final BlockingQueue<String> tokens = new LinkedBlockingQueue<>();
    private RunningServer server;
    private String machine = "";
    private String arn = "";
    private String token = "";

    @BeforeEach
    void startWaiting() throws Exception {
        server = RunningServer.start(
                settings -> settings,
                engine -> engine.register("f", (input, step) -> {
                    tokens.add(step.taskToken());
                    return input;
                }));
        machine = server.create("m", ASK.replace('\'', '"'));
        arn = server.start(machine, "e", "{\"sum\": 12}");
        token = tokens.poll(20, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Waits until the task is handed over: the engine's threads are real ones here. */
    private JsonNode task() throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < end) {
            JsonNode tasks = server.get("/api/v1/tasks").json().path("tasks");
            if (!tasks.isEmpty()) return tasks.get(0);
            Thread.onSpinWait();
        }
        throw new AssertionError("no task waits");
    }

    private String handle() throws Exception {
        return task().path("task").asString();
    }

    private Reply post(String path, String body) throws Exception {
        return server.send(server.request("/api/v1/" + path)
                .POST(BodyPublishers.ofString(body.replace('\'', '"')))
                .build());
    }

    @Test
    void shouldListAndDescribe() throws Exception {
        JsonNode task = task();

        assertThat(task.path("executionArn").asString()).isEqualTo(arn);
        assertThat(task.path("state").asString()).isEqualTo("Ask");
        assertThat(task.path("input").toString()).contains("\"sum\":12").doesNotContain(token);
        assertThat(task.has("timeoutAt")).isTrue();
        assertThat(task.path("heartbeatSeconds").asInt()).isEqualTo(500);
        Reply one = server.get("/api/v1/tasks/" + handle());
        assertThat(one.json()).isEqualTo(task);
        String after = server.get("/api/v1/tasks?machine=m&execution=" + arn.replace(":", "%3A") + "&limit=1")
                .json()
                .path("after")
                .asString();
        assertThat(after).endsWith("-" + handle());
        assertThat(server.get("/api/v1/tasks?after=" + after)
                        .json()
                        .path("tasks")
                        .isEmpty())
                .isTrue();
    }

    @Test
    void shouldShowTheBeginningOfALongInput() throws Exception {
        server.await(approved(handle()));
        server.start(machine, "long", "\"" + "x".repeat(10_000) + "\"");

        JsonNode task = task();

        assertThat(task.has("input")).isFalse();
        assertThat(task.path("inputBeginning").asString()).hasSize(1_000);
        assertThat(server.get("/api/v1/tasks/" + handle()).json().path("input").toString())
                .hasSizeGreaterThan(10_000);
    }

    private String approved(String handle) throws Exception {
        assertThat(post("tasks/" + handle + "/approve", "{'who': 'ann', 'why': 'fine'}")
                        .status())
                .isEqualTo(200);
        return arn;
    }

    @Test
    void shouldApproveOnce() throws Exception {
        String handle = handle();

        Reply reply = post("tasks/" + handle + "/approve", "{'who': 'ann', 'why': 'fine', 'output': '{}'}");

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.json().path("answered").asString()).isEqualTo("approved");
        assertThat(server.skald.await(arn, Duration.ofSeconds(20)).output().text())
                .isEqualTo("{}");
        assertThat(server.get("/api/v1/executions/" + arn + "/events").text())
                .contains("\"type\":\"TaskAnswered\",\"who\":\"ann\",\"why\":\"fine\"");
        assertThat(server.call("GetExecutionHistory", "{\"executionArn\": \"" + arn + "\"}")
                        .text())
                .doesNotContain("TaskAnswered", "ann");
        JsonNode decision =
                server.get("/api/v1/decisions?execution=" + arn).json().path("decisions");
        assertThat(decision.size()).isEqualTo(1);
        assertThat(decision.path(0).path("kind").asString()).isEqualTo("APPROVE");
        assertThat(decision.path(0).path("executionArn").asString()).isEqualTo(arn);
        assertThat(decision.path(0).path("who").asString()).isEqualTo("ann");
        assertThat(decision.path(0).path("why").asString()).isEqualTo("fine");
        assertThat(decision.path(0).path("state").asString()).isNotEmpty();
        Reply again = post("tasks/" + handle + "/approve", "{'who': 'ann', 'why': 'fine'}");
        assertThat(again.status()).isEqualTo(410);
        assertThat(again.json().path("error").asString()).isEqualTo("TaskTimedOut");
    }

    @Test
    void shouldReject() throws Exception {
        assertThat(post("tasks/" + handle() + "/reject", "{'who': 'ann', 'why': 'too much', 'error': 'No'}")
                        .status())
                .isEqualTo(200);

        var result = server.skald.await(arn, Duration.ofSeconds(20));
        assertThat(result.error()).isEqualTo("No");
        assertThat(result.cause()).isEqualTo("too much");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tasks/TASK/approve | {`who`: `a`} | 400 | ValidationException",
                "tasks/TASK/approve | {`why`: `a`} | 400 | ValidationException",
                "tasks/TASK/approve | {`who`: `a`, `why`: `b`, `output`: `{`} | 400 | ValidationException",
                "tasks/TASK/approve | {`who`: `a`, `why`: `b`, `error`: `No`} | 400 | ValidationException",
                "tasks/TASK/reject | {`who`: `a`, `why`: `b`, `output`: `{}`} | 400 | ValidationException",
                "tasks/TASK/forget | {`who`: `a`, `why`: `b`} | 404 | NotFound",
                "tasks/nine/approve | {`who`: `a`, `why`: `b`} | 400 | ValidationException",
                "tasks/999999-2/approve | {`who`: `a`, `why`: `b`} | 404 | TaskDoesNotExist",
                "tasks/TASK/links | {`expiresInSeconds`: 0} | 400 | ValidationException",
                "tasks/TASK/links | {`expiresInSeconds`: 2592001} | 400 | ValidationException",
                "tasks/TASK/links | {`expiresInSeconds`: 9223372036854775807} | 400 | ValidationException",
                "tasks/TASK/links | {`who`: ` `} | 400 | ValidationException",
                "task-links | {} | 400 | InvalidToken",
                "task-links | {`taskToken`: `abc`} | 400 | InvalidToken",
            })
    void shouldRefuseWhatMakesNoSense(String path, String body, int status, String error) throws Exception {
        Reply reply = post(path.replace("TASK", handle()), body.replace('`', '\''));

        assertThat(reply.json().path("error").asString()).as(reply.text()).isEqualTo(error);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(handle()).isNotEmpty();
    }

    @Test
    void shouldCountAtAGlance() throws Exception {
        String task = handle();

        JsonNode status = server.get("/api/v1/status").json();

        assertThat(status.path("waitingTasks").asLong()).isEqualTo(1);
        assertThat(status.path("waitingForPerson").asLong()).isEqualTo(1);
        assertThat(status.path("running").asLong() + status.path("sleeping").asLong())
                .isEqualTo(1);
        assertThat(status.path("healthy").asBoolean()).isTrue();
        JsonNode counts = status.path("machines").get(0);
        assertThat(counts.path("name").asString()).isEqualTo("m");
        assertThat(counts.path("waitingTasks").asLong()).isEqualTo(1);

        assertThat(post("tasks/" + task + "/reject", "{'who': 'ann', 'why': 'no'}")
                        .status())
                .isEqualTo(200);
        server.await(arn);
        JsonNode after = server.get("/api/v1/status").json();
        assertThat(after.path("waitingTasks").asLong()).isZero();
        assertThat(after.path("unknownFailures").asLong()).isEqualTo(1);
    }
}
