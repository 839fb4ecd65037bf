package dev.skald.server.aws;

import static dev.skald.server.RunningServer.PASS;
import static dev.skald.server.RunningServer.ROLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.server.RunningServer;
import dev.skald.server.RunningServer.Reply;
import dev.skald.server.json.JsonReader;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class StateMachineActionsTest {
    private static RunningServer server;

    @BeforeAll
    static void start() throws Exception {
        server = RunningServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static ObjectNode creation(String name) {
        return JsonReader.newObject().put("name", name).put("definition", PASS).put("roleArn", ROLE);
    }

    private static Reply describe(String arn) throws Exception {
        return server.call("DescribeStateMachine", "{\"stateMachineArn\":\"" + arn + "\"}");
    }

    @Test
    void shouldShowDefaultsOfWhatWasNeverSet() throws Exception {
        String arn = server.create("defaults", PASS);

        Reply reply = describe(arn);

        assertThat(reply.http().headers().firstValue("Content-Type")).hasValue("application/x-amz-json-1.0");
        assertThat(reply.http().headers().firstValue("x-amzn-RequestId")).isPresent();
        assertThat(reply.json().path("creationDate").isNumber()).isTrue();
        ObjectNode rest = (ObjectNode) reply.json();
        rest.remove("creationDate");
        assertThat(rest).isEqualTo(JsonReader.trusted("""
                        {"stateMachineArn":"arn:aws:states:us-east-1:000000000000:stateMachine:defaults",
                         "name":"defaults","status":"ACTIVE","roleArn":"%s","type":"STANDARD",
                         "definition":%s,
                         "loggingConfiguration":{"level":"OFF","includeExecutionData":false},
                         "tracingConfiguration":{"enabled":false},
                         "encryptionConfiguration":{"type":"AWS_OWNED_KEY"}}
                        """.formatted(
                        ROLE, JsonReader.newObject().stringNode(PASS))));
    }

    @Test
    void shouldCreateTheSameMachineOnce() throws Exception {
        Reply first = server.call("CreateStateMachine", creation("once").toString());
        ObjectNode again = creation("once").put("roleArn", "arn:aws:iam::222222222222:role/other");
        Reply second = server.call("CreateStateMachine", again.toString());

        assertThat(second.json()).isEqualTo(first.json());
    }

    @Test
    void shouldRefuseAnotherDefinitionUnderTheSameName() throws Exception {
        String arn = server.create("taken", PASS);

        Reply reply = server.call(
                "CreateStateMachine",
                creation("taken").put("definition", PASS + " ").toString());

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.type()).isEqualTo("StateMachineAlreadyExists");
        assertThat(reply.message()).isEqualTo("State Machine Already Exists: '" + arn + "'");
    }

    @Test
    void shouldListEveryProblemOfADefinition() throws Exception {
        Reply reply = server.call(
                "CreateStateMachine", creation("bad").put("definition", "{}").toString());

        assertThat(reply.type()).isEqualTo("InvalidDefinition");
        assertThat(reply.message())
                .isEqualTo("Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: These fields are required:"
                        + " [States, StartAt] at /'");
    }

    @Test
    void shouldTakeDefinitionsInJsonOnly() throws Exception {
        String yaml = "StartAt: A\nStates:\n  A:\n    Type: Succeed\n";

        Reply reply = server.call(
                "CreateStateMachine", creation("yaml").put("definition", yaml).toString());

        assertThat(reply.type()).isEqualTo("InvalidDefinition");
    }

    @Test
    void shouldWantExactlyOneLogDestination() throws Exception {
        ObjectNode in = creation("logged");
        in.putObject("loggingConfiguration").put("level", "FATAL");

        Reply reply = server.call("CreateStateMachine", in.toString());

        assertThat(reply.type()).isEqualTo("InvalidLoggingConfiguration");
        assertThat(reply.message())
                .isEqualTo("Invalid Logging Configuration: Must specify exactly one Log Destination.");
    }

    @Test
    void shouldEchoAnEmptyListOfDestinations() throws Exception {
        ObjectNode in = creation("empty-list");
        in.putObject("loggingConfiguration").putArray("destinations");
        String arn = server.call("CreateStateMachine", in.toString())
                .json()
                .path("stateMachineArn")
                .asString();

        assertThat(describe(arn).json().path("loggingConfiguration"))
                .isEqualTo(
                        JsonReader.trusted("{\"level\":\"OFF\",\"includeExecutionData\":false,\"destinations\":[]}"));
    }

    @Test
    void shouldGiveARevisionOnlyToAChange() throws Exception {
        String arn = server.create("revised", PASS);
        ObjectNode same = JsonReader.newObject().put("stateMachineArn", arn).put("definition", PASS);
        ObjectNode other = same.deepCopy().put("definition", PASS.replace("done", "did"));

        Reply unchanged = server.call("UpdateStateMachine", same.toString());
        Reply changed = server.call("UpdateStateMachine", other.toString());
        Reply repeated = server.call("UpdateStateMachine", other.toString());

        assertThat(unchanged.json().has("revisionId")).isFalse();
        assertThat(unchanged.json().path("updateDate").isNumber()).isTrue();
        assertThat(changed.json().path("revisionId").asString()).hasSize(36);
        assertThat(repeated.json()).isEqualTo(changed.json());
        assertThat(describe(arn).json().path("revisionId"))
                .isEqualTo(changed.json().path("revisionId"));
    }

    @Test
    void shouldWantSomethingToUpdate() throws Exception {
        String arn = server.create("nothing", PASS);

        Reply reply = server.call("UpdateStateMachine", "{\"stateMachineArn\":\"" + arn + "\"}");

        assertThat(reply.type()).isEqualTo("MissingRequiredParameter");
    }

    @Test
    void shouldDescribeAVersionOnlyWhenItIsPublished() throws Exception {
        Reply described = server.call(
                "CreateStateMachine",
                creation("v").put("versionDescription", "x").toString());

        assertThat(described.message()).isEqualTo("Version description can only be set when publish is true");
    }

    @Test
    void shouldDeleteWhatIsThereAndWhatIsNot() throws Exception {
        String arn = server.create("gone", PASS);

        assertThat(server.call("DeleteStateMachine", "{\"stateMachineArn\":\"" + arn + "\"}")
                        .text())
                .isEqualTo("{}");
        assertThat(server.call("DeleteStateMachine", "{\"stateMachineArn\":\"" + arn + "\"}")
                        .status())
                .isEqualTo(200);
        assertThat(describe(arn).message()).isEqualTo("State Machine Does Not Exist: '" + arn + "'");
    }

    @Test
    void shouldNameWhatIsNoArn() throws Exception {
        assertThat(describe("not_a_valid_arn").message())
                .isEqualTo("Invalid Arn: 'Invalid ARN prefix: not_a_valid_arn'");
        assertThat(describe("not_a_valid_arn").type()).isEqualTo("InvalidArn");
    }

    @Test
    void shouldPageThroughTheMachines() throws Exception {
        try (RunningServer own = RunningServer.start()) {
            for (String name : new String[] {"a", "b", "c"}) own.create(name, PASS);

            Reply first = own.call("ListStateMachines", "{\"maxResults\":2}");
            String token = first.json().path("nextToken").asString();
            Reply second = own.call("ListStateMachines", "{\"maxResults\":2,\"nextToken\":\"" + token + "\"}");
            Reply junk = own.call("ListStateMachines", "{\"nextToken\":\"junk\"}");
            Reply foreign = own.call("ListActivities", "{\"nextToken\":\"" + token + "\"}");

            assertThat(first.json().path("stateMachines").size()).isEqualTo(2);
            assertThat(second.json().path("stateMachines").get(0).path("name").asString())
                    .isEqualTo("c");
            assertThat(second.json().has("nextToken")).isFalse();
            assertThat(junk.type()).isEqualTo("InvalidToken");
            assertThat(junk.message()).isEqualTo("Invalid Token: 'Invalid token'");
            assertThat(foreign.type()).isEqualTo("InvalidToken");
        }
    }

    @Test
    void shouldRefuseTagsThatAwsRefuses() throws Exception {
        String resource = "{\"resourceArn\":\"" + server.create("untagged", PASS) + "\",\"tags\":[";
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 51; i++) many.append(i == 0 ? "" : ",").append("{\"key\":\"k" + i + "\"}");

        for (String bad : List.of(
                "{\"key\":\"aws:a\"}",
                "{\"key\":\"AWS:a\"}",
                "{\"key\":\"a*\"}",
                "{\"key\":\"a\",\"value\":\"!\"}",
                "{}"))
            assertThat(server.call("TagResource", resource + bad + "]}").type())
                    .as(bad)
                    .isEqualTo("ValidationException");
        assertThat(server.call("TagResource", resource + many + "]}").type()).isEqualTo("TooManyTags");
        assertThat(server.call("TagResource", resource + "{\"key\":\"ä b_.:/=+-@1\",\"value\":\" ß\"}]}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void shouldTagAndUntag() throws Exception {
        String arn = server.create("tagged", PASS);
        String resource = "{\"resourceArn\":\"" + arn + "\"";

        server.call(
                "TagResource",
                resource + ",\"tags\":[{\"key\":\"a\",\"value\":\"1\"},{\"key\":\"b\",\"value\":\"\"}]}");
        server.call("TagResource", resource + ",\"tags\":[{\"key\":\"a\",\"value\":\"2\"}]}");
        Reply both = server.call("ListTagsForResource", resource + "}");
        server.call("UntagResource", resource + ",\"tagKeys\":[\"a\",\"a\"]}");
        Reply one = server.call("ListTagsForResource", resource + "}");
        Reply none = server.call("ListTagsForResource", "{\"resourceArn\":\"" + arn + "x\"}");

        assertThat(both.text())
                .isEqualTo("{\"tags\":[{\"key\":\"a\",\"value\":\"2\"},{\"key\":\"b\",\"value\":\"\"}]}");
        assertThat(one.text()).isEqualTo("{\"tags\":[{\"key\":\"b\",\"value\":\"\"}]}");
        assertThat(none.type()).isEqualTo("ResourceNotFound");
    }

    @Test
    void shouldDiagnoseADefinitionWithoutAnError() throws Exception {
        Reply bad = server.call("ValidateStateMachineDefinition", "{\"definition\":\"{}\"}");
        ObjectNode good = JsonReader.newObject().put("definition", PASS).put("type", "EXPRESS");

        assertThat(bad.status()).isEqualTo(200);
        assertThat(bad.json()).isEqualTo(JsonReader.trusted("""
                        {"result":"FAIL","diagnostics":[{"severity":"ERROR","code":"SCHEMA_VALIDATION_FAILED",
                        "message":"These fields are required: [States, StartAt]","location":"/"}],"truncated":false}
                        """));
        assertThat(server.call("ValidateStateMachineDefinition", good.toString())
                        .text())
                .isEqualTo("{\"result\":\"OK\",\"diagnostics\":[],\"truncated\":false}");
    }
}
