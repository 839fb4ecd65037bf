package dev.skald.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.server.RunningServer;
import dev.skald.server.RunningServer.Reply;
import dev.skald.server.json.JsonReader;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ValidateApiTest {
    private static final String COMMA =
            "{'StartAt':'A','States':{'A':{'Type':'Task','Resource':'arn:aws:states:::sqs:sendMessage','TimeoutSeconds':9,"
                    + "'Retry':[{'ErrorEquals':['X, Y']}],'End':true}}}";

    private static RunningServer server;

    @BeforeAll
    static void start() throws Exception {
        server = RunningServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Reply validate(String body) throws Exception {
        return server.send(server.request("/api/v1/validate")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    @Test
    void shouldTellWhatADefinitionProbablyDoesNotMean() throws Exception {
        Reply reply = validate("{\"definition\": \"" + COMMA.replace("'", "\\\"") + "\"}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("valid").booleanValue()).isTrue();
        assertThat(reply.json().path("problems").size()).isZero();
        JsonNode finding = reply.json().path("lint").get(0);
        assertThat(finding.path("code").asString()).isEqualTo("COMMA_IN_ERROR_EQUALS");
        assertThat(finding.path("state").asString()).isEqualTo("A");
        assertThat(finding.path("location").asString()).isEqualTo("/States/A/Retry[0]/ErrorEquals[0]");
        assertThat(finding.path("reason").asString()).isNotBlank();
    }

    @Test
    void shouldTellWhatIsWrongWithADefinition() throws Exception {
        Reply reply = validate("{\"definition\": \"StartAt: A\", \"type\": \"EXPRESS\"}");

        assertThat(reply.json().path("valid").booleanValue()).isFalse();
        assertThat(reply.json().path("problems").get(0).path("message").asString())
                .contains("States");
    }

    @Test
    void shouldRefuseABodyThatAsksForNothing() throws Exception {
        assertThat(validate("{}").status()).isEqualTo(400);
        assertThat(validate("{\"definition\": \"x\", \"type\": \"SLOW\"}").message())
                .contains("SLOW");
        assertThat(validate("{\"definition\": \"x\", \"typ\": \"EXPRESS\"}").status())
                .isEqualTo(400);
    }

    @Test
    void shouldLintAMachineButNotInAnAnswerOfAws() throws Exception {
        String definition = COMMA.replace('\'', '"');
        String machine = server.create("comma", definition);

        JsonNode lint = server.get("/api/v1/machines/comma/lint").json();

        assertThat(lint.path("stateMachineArn").asString()).isEqualTo(machine);
        assertThat(lint.path("lint").get(0).path("code").asString()).isEqualTo("COMMA_IN_ERROR_EQUALS");
        assertThat(server.get("/api/v1/machines/none/lint").status()).isEqualTo(404);
        var in = JsonReader.newObject();
        in.put("definition", definition).put("severity", "WARNING");
        assertThat(server.call("ValidateStateMachineDefinition", in.toString()).text())
                .doesNotContain("COMMA");
    }
}
