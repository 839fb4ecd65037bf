package dev.skald.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.engine.task.TaskFailure;
import dev.skald.server.RunningServer;
import dev.skald.server.RunningServer.Reply;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class SagaApiTest {
    private static final String FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:";
    private static final String WAITS = "{'StartAt':'A','Saga':{'OnFailure':'Park'},'States':{'A':{'Type':'Task',"
            + "'Resource':'" + FUNCTION + "ok','Compensate':{'Resource':'" + FUNCTION + "bad','Retry':[{'ErrorEquals':"
            + "['States.ALL'],'MaxAttempts':0}]},'Next':'F'},'F':{'Type':'Fail','Error':'No','Cause':'way'}}}";

    private RunningServer server;
    private String path = "";
    private String arn = "";

    @BeforeEach
    void startASaga() throws Exception {
        server = RunningServer.start(
                settings -> settings,
                engine -> engine.register("ok", (input, step) -> input).register("bad", (input, step) -> {
                    if (input.node().has("edited")) return input;
                    throw new TaskFailure("Broken", "is broken");
                }));
        arn = server.start(server.create("m", WAITS.replace('\'', '"')), "s", "{}");
        path = "/api/v1/executions/" + arn.replace(":", "%3A") + "/saga";
        parked("FAILURE");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Waits for the park of a kind: the engine's threads are real ones here. */
    private JsonNode parked(String kind) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < end) {
            JsonNode saga = server.get(path).json();
            if (saga.path("parks").path(0).path("kind").asString("").equals(kind)) return saga;
            Thread.onSpinWait();
        }
        throw new AssertionError("no park " + kind + ": " + server.get(path).json());
    }

    private Reply post(String action, String body) throws Exception {
        return server.send(server.request(path + "/" + action)
                .POST(BodyPublishers.ofString(body.replace('\'', '"')))
                .build());
    }

    @Test
    void shouldShowWhatWouldBeUndone() throws Exception {
        JsonNode saga = server.get(path).json();

        assertThat(saga.path("status").asString()).isEqualTo("RUNNING");
        assertThat(saga.path("sagaStatus").asString()).isEqualTo("PARKED");
        assertThat(saga.path("pastPivot").asBoolean()).isFalse();
        JsonNode park = saga.path("parks").get(0);
        assertThat(park.path("park").asLong()).isZero();
        assertThat(park.path("error").asString()).isEqualTo("No");
        assertThat(park.path("cause").asString()).isEqualTo("way");
        JsonNode entry = saga.path("log").get(0);
        assertThat(entry.path("state").asString()).isEqualTo("A");
        assertThat(entry.path("compensation").asString()).isEqualTo("Compensate A");
        assertThat(entry.path("outcome").asString()).isEqualTo("SUCCEEDED");
        assertThat(entry.path("progress").asString()).isEqualTo("PENDING");
        assertThat(entry.path("within").isArray()).isTrue();
    }

    @Test
    void shouldCompensateThenRetryWithAnotherInput() throws Exception {
        assertThat(post("compensate", "{'park': 0, 'who': 'ann', 'why': 'give up'}")
                        .status())
                .isEqualTo(200);
        JsonNode park = parked("COMPENSATION").path("parks").get(0);
        assertThat(park.path("state").asString()).isEqualTo("Compensate A");
        assertThat(park.path("input").path("Outcome").asString()).isEqualTo("Succeeded");

        Reply retried = post("retry", "{'who': 'ann', 'why': 'mended', 'input': '{\\'edited\\': true}'}");

        assertThat(retried.status()).isEqualTo(200);
        assertThat(server.skald.await(arn, Duration.ofSeconds(20)).error()).isEqualTo("No");
        assertThat(server.get(path).json().path("sagaStatus").asString()).isEqualTo("COMPENSATED");
    }

    @ParameterizedTest
    @CsvSource({"skip, COMPENSATION_FAILED", "done, COMPENSATED", "abandon, COMPENSATION_FAILED"})
    void shouldEndWhatIsParked(String action, String status) throws Exception {
        post("compensate", "{'who': 'ann', 'why': 'give up'}");
        parked("COMPENSATION");

        assertThat(post(action, "{'who': 'ann', 'why': 'by hand'}").status()).isEqualTo(200);

        server.skald.await(arn, Duration.ofSeconds(20));
        assertThat(server.get(path).json().path("sagaStatus").asString()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "retry | {`who`: `a`, `why`: `b`} | SagaActionRefused",
                "skip | {`park`: 4711, `who`: `a`, `why`: `b`} | SagaActionRefused",
                "compensate | {`park`: 0, `who`: `a`} | ValidationException",
                "compensate | {`park`: 0, `why`: `a`} | ValidationException",
                "compensate | {`park`: -1, `who`: `a`, `why`: `b`} | ValidationException",
                "compensate | {`park`: 0, `who`: `a`, `why`: `b`, `input`: `{}`} | ValidationException",
                "retry | {`who`: `a`, `why`: `b`, `input`: `{`} | ValidationException",
                "forget | {`who`: `a`, `why`: `b`} | NotFound",
            })
    void shouldRefuseWhatMakesNoSense(String action, String body, String error) throws Exception {
        Reply reply = post(action, body.replace('`', '\''));
        assertThat(reply.status()).isIn(400, 404);
        assertThat(reply.json().path("error").asString()).isEqualTo(error);
        assertThat(reply.message()).isNotEmpty();
        assertThat(server.get(path).json().path("parks").get(0).path("kind").asString())
                .isEqualTo("FAILURE");
    }

    @Test
    void shouldListAndDescribeWithTheStatusOfTheSaga() throws Exception {
        JsonNode listed =
                server.get("/api/v1/executions?sagaStatus=compensating,PARKED").json();
        assertThat(listed.path("executions").get(0).path("sagaStatus").asString())
                .isEqualTo("PARKED");
        assertThat(server.get("/api/v1/executions?sagaStatus=NONE")
                        .json()
                        .path("executions")
                        .isEmpty())
                .isTrue();
        assertThat(server.get(path.replace("/saga", ""))
                        .json()
                        .path("sagaStatus")
                        .asString())
                .isEqualTo("PARKED");
        assertThat(server.get("/api/v1/executions?sagaStatus=PARKED,").status()).isEqualTo(400);
    }

    @Test
    void shouldAnswerNoPagesOfOtherSites() throws Exception {
        Reply reply = server.send(server.request(path + "/abandon")
                .header("Origin", "http://evil.example")
                .POST(BodyPublishers.ofString("{\"who\": \"a\", \"why\": \"b\"}"))
                .build());
        assertThat(reply.status()).isEqualTo(403);
        assertThat(server.get("/api/v1/executions/" + arn + "x/saga").status()).isEqualTo(404);
    }
}
