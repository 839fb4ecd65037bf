package dev.skald.server.api;

import static org.assertj.core.api.Assertions.assertThat;

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

class RedriveApiTest {
    private static final String FAIL =
            "{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\",\"Next\":\"C\"},\"C\":{\"Type\":\"Choice\","
                    + "\"Choices\":[{\"Variable\":\"$.good\",\"IsPresent\":true,\"Next\":\"S\"}],\"Default\":\"F\"},"
                    + "\"S\":{\"Type\":\"Succeed\"},\"F\":{\"Type\":\"Fail\",\"Error\":\"Bad\"}}}";
    private static final String NO_CHOICE =
            FAIL.replace(",\"Default\":\"F\"", "").replace(",\"F\":{\"Type\":\"Fail\",\"Error\":\"Bad\"}", "");

    private RunningServer server;
    private String machine = "";

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.start();
        machine = server.create("m", NO_CHOICE);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String failed(String name) throws Exception {
        String arn = server.start(machine, name, "{}");
        server.skald.await(arn, Duration.ofSeconds(10));
        return arn;
    }

    private Reply post(String path, String body) throws Exception {
        return server.send(server.request("/api/v1/" + path)
                .POST(BodyPublishers.ofString(body.replace('\'', '"')))
                .build());
    }

    private String status(String arn) {
        return server.skald.await(arn, Duration.ofSeconds(10)).status().name();
    }

    @Test
    void shouldRedriveOneWithAnotherInput() throws Exception {
        String arn = failed("1");
        String path = "executions/" + arn.replace(":", "%3A") + "/redrive";

        Reply dry = post(path, "{'dryRun': true}");
        Reply done = post(path, "{'input': '{\\'good\\': 1}', 'clientToken': 't'}");

        assertThat(dry.json().path("outcome").asString()).isEqualTo("REDRIVABLE");
        assertThat(done.json().path("outcome").asString()).isEqualTo("REDRIVEN");
        assertThat(done.json().path("redrivenAt").asString()).isNotEmpty();
        assertThat(status(arn)).isEqualTo("SUCCEEDED");
        Reply refused = post(path, "{}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("error").asString()).isEqualTo("ExecutionNotRedrivable");
        assertThat(refused.message()).isEqualTo("Execution is SUCCEEDED and cannot be redriven");
    }

    @Test
    void shouldRedriveManyBatchByBatch() throws Exception {
        String first = failed("1");
        failed("2");
        String filter = "'machine': 'm', 'status': 'failed', 'error': 'States.NoChoiceMatched', 'limit': 1,"
                + " 'startedFrom': '2020-01-01T00:00:00Z', 'startedBefore': '2999-01-01T00:00:00+01:00'";

        JsonNode counted =
                post("executions/redrive", "{" + filter + ", 'dryRun': true}").json();
        assertThat(counted.path("matched").intValue()).isEqualTo(1);
        assertThat(counted.path("refused").intValue()).isZero();
        JsonNode redrivable = counted.path("executions").get(0);
        assertThat(redrivable.path("name").asString()).isEqualTo("2");
        assertThat(redrivable.path("outcome").asString()).isEqualTo("REDRIVABLE");

        String rest = "{" + filter + ", 'input': '{\\'good\\': 1}', 'before': '"
                + counted.path("before").asString() + "'}";
        JsonNode redriven = post("executions/redrive", rest).json();
        assertThat(redriven.path("executions").get(0).path("name").asString()).isEqualTo("1");
        assertThat(redriven.path("executions").get(0).path("outcome").asString())
                .isEqualTo("REDRIVEN");
        assertThat(status(first)).isEqualTo("SUCCEEDED");
    }

    @Test
    void shouldGoOnWithAVersion() throws Exception {
        String arn = failed("1");
        String changed = FAIL.replace("\"Variable\":\"$.good\"", "\"Variable\":\"$.other\"");
        server.skald.updateStateMachine(machine, changed, null, null);
        server.skald.publishVersion(machine, null, null);

        JsonNode redriven =
                post("executions/redrive", "{'machine': 'm', 'onto': '1'}").json();

        assertThat(redriven.path("matched").intValue()).isEqualTo(1);
        assertThat(server.skald.await(arn, Duration.ofSeconds(10)).error()).isEqualTo("Bad");
        server.skald.updateStateMachine(
                machine, changed.replace("\"Next\":\"C\"", "\"Result\":1,\"Next\":\"C\""), null, null);
        JsonNode refused = post("executions/redrive", "{'machine': 'm', 'onto': 'current'}")
                .json();
        assertThat(refused.path("refused").intValue()).isEqualTo(1);
        assertThat(refused.path("executions").get(0).path("message").asString())
                .isEqualTo("The execution has visited the state 'P', which differs");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'machin': 'm'}        | There is no member 'machin'",
                "{'machine': 7}         | 'machine' must be a text.",
                "{'machine': ''}        | 'machine' must be a text.",
                "{'machine': 'none'}    | State Machine Does Not Exist: 'none'",
                "{'status': 'RUNNING'}  | An execution that is RUNNING cannot be redriven.",
                "{'status': 'BROKEN'}   | 'status' must be one of",
                "{'startedFrom': '1'}   | 'startedFrom' must be an instant",
                "{'limit': 0}           | 'limit' must be from 1 to 100, not 0.",
                "{'limit': 1.5}         | 'limit' must be a whole number.",
                "{'dryRun': 'yes'}      | 'dryRun' must be true or false.",
                "{'before': 'x'}        | 'before' is what the answer before said",
                "{'onto': '1'}          | 'onto' must be an ARN when 'machine' is not given.",
                "{'through': 'live'}    | 'through' must be an ARN when 'machine' is not given.",
                "{'input': '{'}         | Invalid State Machine Execution Input",
                "{'clientToken': 'a b'} | 'clientToken' must have 1 to 64 visible characters of ASCII.",
                "[]                     | The body is no JSON object",
            })
    void shouldSayWhatIsWrong(String body, String message) throws Exception {
        String arn = failed("1");
        Reply reply = post("executions/redrive", body);
        assertThat(reply.message()).startsWith(message);
        assertThat(reply.status()).isIn(400, 404);
        assertThat(server.skald.describeExecution(arn).row().redriveCount()).isZero();
    }

    @Test
    void shouldAnswerOnlyWhereThereIsSomethingToRedrive() throws Exception {
        assertThat(post("executions/" + machine + ":x/redrive", "{}").status()).isEqualTo(400);
        String none = machine.replace(":stateMachine:", ":execution:") + ":none";
        assertThat(post("executions/" + none + "/redrive", "{}").status()).isEqualTo(404);
        assertThat(post("status", "{}").status()).isEqualTo(404);
        assertThat(server.get("/api/v1/executions/redrive").status()).isEqualTo(400);
        String foreign = "http://evil.example";
        Reply reply = server.send(server.request("/api/v1/executions/redrive")
                .header("Origin", foreign)
                .POST(BodyPublishers.ofString("{}"))
                .build());
        assertThat(reply.status()).isEqualTo(403);
    }
}
