package dev.skald.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.server.RunningServer;
import dev.skald.server.RunningServer.Reply;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Definitions that are asked about, and not kept. */
class DefinitionApiTest {
    private static final String SAGA = """
            QueryLanguage: JSONata
            StartAt: Book
            States:
              Book:
                Type: Task
                Resource: arn:aws:states:::sqs:sendMessage
                Arguments: {QueueUrl: q, MessageBody: "{% $states.context.Execution.Name %}"}
                Compensate: {Resource: "arn:aws:states:::sqs:sendMessage", Arguments: {QueueUrl: q, MessageBody: m}}
                Next: Sleep
              Sleep: {Type: Wait, Seconds: 86400, Next: Pay}
              Pay:
                Type: Task
                Resource: arn:aws:lambda:us-east-1:000000000000:function:pay
                NoCompensation: it is the last
                Retry: [{ErrorEquals: [Busy], IntervalSeconds: 1, MaxAttempts: 3}]
                End: true
            """;

    private static RunningServer server;

    @BeforeAll
    static void start() throws Exception {
        server = RunningServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Reply post(String path, Map<String, ?> body) throws Exception {
        return server.send(server.request("/api/v1" + path)
                .POST(BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body)))
                .build());
    }

    @Test
    void shouldConvertBothWays() throws Exception {
        String json = post("/convert", Map.of("definition", SAGA, "format", "JSON"))
                .json()
                .path("definition")
                .asString();
        assertThat(json).startsWith("{\n  \"QueryLanguage\": \"JSONata\",");
        assertThat(post("/convert", Map.of("definition", json, "format", "YAML"))
                        .json()
                        .path("definition")
                        .asString())
                .startsWith("QueryLanguage: JSONata\nStartAt: Book\n");
        assertThat(post("/convert", Map.of("definition", SAGA, "format", "TOML"))
                        .status())
                .isEqualTo(400);
        assertThat(post("/convert", Map.of("definition", "[1", "format", "YAML"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void shouldExportASaga() throws Exception {
        Reply reply = post("/export", Map.of("definition", SAGA));
        assertThat(reply.json().path("definition").asString())
                .contains("Compensate Book")
                .doesNotContain("\"Compensate\"");
        assertThat(reply.json()
                        .path("warnings")
                        .valueStream()
                        .map(each -> each.path("code").asString()))
                .contains("STOP");
        assertThat(post("/export", Map.of("definition", "StartAt: A"))
                        .json()
                        .path("problems")
                        .size())
                .isPositive();
    }

    @Test
    void shouldRehearse() throws Exception {
        Map<String, ?> ok = Map.of("0", Map.of("Return", Map.of("MessageId", "m")));
        Map<String, ?> pays = Map.of(
                "0", Map.of("Throw", Map.of("Error", "Busy", "Cause", "later")),
                "1", Map.of("Throw", Map.of("Error", "NoMoney", "Cause", "empty")));
        Map<String, ?> responses = Map.of("Book", ok, "Compensate Book", ok, "Pay", pays);
        Reply reply = post("/rehearsals", Map.of("definition", SAGA, "input", "{\"a\": 1}", "responses", responses));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("end").asString()).isEqualTo("ENDED");
        assertThat(reply.json().path("error").asString()).isEqualTo("NoMoney");
        assertThat(reply.json().path("sagaStatus").asString()).isEqualTo("COMPENSATED");
        assertThat(reply.json().path("millis").longValue()).isEqualTo(86_401_000);
        assertThat(reply.json()
                        .path("events")
                        .valueStream()
                        .map(event -> event.path("type").asString()))
                .containsSubsequence(
                        List.of("ExecutionStarted", "RetryScheduled", "CompensationBegun", "ExecutionFailed"));
        assertThat(server.get("/api/v1/machines").json().path("machines").size())
                .as("machines that are kept")
                .isZero();
    }

    @Test
    void shouldSayWhatIsWrongWithARehearsal() throws Exception {
        Reply unknown = post(
                "/rehearsals",
                Map.of("definition", SAGA, "responses", Map.of("Pay", Map.of("1", Map.of("Return", 1)))));
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.json().path("message").asString())
                .isEqualTo("MockedResponses: Pay has no response for attempt 0.");
        assertThat(post("/rehearsals", Map.of("definition", "StartAt: A"))
                        .json()
                        .path("error")
                        .asString())
                .isEqualTo("InvalidDefinition");
        assertThat(post("/rehearsals", Map.of("definition", SAGA, "input", "{")).status())
                .isEqualTo(400);
        assertThat(post("/rehearsals", Map.of("definition", SAGA))
                        .json()
                        .path("cause")
                        .asString())
                .isEqualTo("There is no response for the state 'Book'.");
    }
}
