package dev.skald.server.aws;

import static dev.skald.server.RunningServer.PASS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.server.RunningServer;
import dev.skald.server.RunningServer.Reply;
import dev.skald.server.json.JsonReader;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever comes in, an AWS-shaped error goes out and the server goes on. */
class BadInputTest {
    private static RunningServer server;

    @BeforeAll
    static void start() throws Exception {
        server = RunningServer.start();
        server.create("m", PASS);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void goesOn() throws Exception {
        assertThat(server.call("ListStateMachines", "{}").status()).isEqualTo(200);
    }

    private static void refused(Reply reply, int status, String type) {
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.type()).isEqualTo(type);
        assertThat(reply.message()).isNotBlank();
        assertThat(reply.http().headers().firstValue("x-amzn-RequestId")).isPresent();
    }

    @Test
    void shouldRefuseMalformedJson() throws Exception {
        for (String body : new String[] {"{", "[]", "null", "7", "{}{}", "{\"a\":}", "\u0000"})
            refused(server.call("ListStateMachines", body), 400, "SerializationException");
    }

    @Test
    void shouldRefuseInvalidUtf8() throws Exception {
        byte[] body = {'{', '"', 'a', '"', ':', '"', (byte) 0xC3, '"', '}'};
        HttpRequest request = server.awsRequest("AWSStepFunctions.ListStateMachines", "")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();

        refused(server.send(request), 400, "SerializationException");
    }

    @Test
    void shouldRefuseWrongTypes() throws Exception {
        refused(server.call("DescribeStateMachine", "{\"stateMachineArn\":7}"), 400, "SerializationException");
        refused(server.call("DescribeStateMachine", "{\"stateMachineArn\":{}}"), 400, "SerializationException");
        refused(server.call("ListStateMachines", "{\"maxResults\":\"7\"}"), 400, "SerializationException");
        refused(server.call("ListStateMachines", "{\"maxResults\":7.5}"), 400, "SerializationException");
        refused(server.call("TagResource", "{\"resourceArn\":\"a\",\"tags\":{}}"), 400, "SerializationException");
        assertThat(server.call("ListStateMachines", "{\"maxResults\":null}").status())
                .isEqualTo(200);
    }

    @Test
    void shouldRefuseUnknownActions() throws Exception {
        refused(server.call("DeleteEverything", "{}"), 400, "UnknownOperationException");
        refused(
                server.send(server.awsRequest("DynamoDB_20120810.PutItem", "{}").build()),
                400,
                "UnknownOperationException");
        HttpRequest none = server.request("/")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        refused(server.send(none), 400, "UnknownOperationException");
    }

    @Test
    void shouldRefuseAHugeBody() throws Exception {
        refused(
                server.call("StartExecution", "{\"input\":\"" + "x".repeat(2_000_000) + "\"}"),
                413,
                "RequestEntityTooLargeException");
    }

    @Test
    void shouldRefuseAHugeBodyOfUnknownLength() throws Exception {
        byte[] body = ("{\"input\":\"" + "x".repeat(2_000_000) + "\"}").getBytes(StandardCharsets.UTF_8);
        HttpRequest request = server.awsRequest("AWSStepFunctions.StartExecution", "")
                .POST(HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofByteArray(body)))
                .build();

        refused(server.send(request), 413, "RequestEntityTooLargeException");
    }

    @Test
    void shouldRefuseDeepNesting() throws Exception {
        String deep = "[".repeat(10_000) + "]".repeat(10_000);
        refused(server.call("ListStateMachines", "{\"x\":" + deep + "}"), 400, "SerializationException");

        String machine = "arn:aws:states:us-east-1:000000000000:stateMachine:m";
        String start = JsonReader.newObject()
                .put("stateMachineArn", machine)
                .put("input", deep)
                .toString();
        refused(server.call("StartExecution", start), 400, "InvalidExecutionInput");
        String create = JsonReader.newObject()
                .put("name", "deep")
                .put("definition", deep)
                .put("roleArn", RunningServer.ROLE)
                .toString();
        refused(server.call("CreateStateMachine", create), 400, "InvalidDefinition");
    }

    @Test
    void shouldIgnoreUnknownMembers() throws Exception {
        assertThat(server.call("ListStateMachines", "{\"colour\":\"blue\",\"maxResults\":1}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void shouldRefuseAPayloadOverTheLimit() throws Exception {
        String body = JsonReader.newObject()
                .put("stateMachineArn", "arn:aws:states:us-east-1:000000000000:stateMachine:m")
                .put("input", "\"" + "é".repeat(131_072) + "\"")
                .toString();

        Reply reply = server.call("StartExecution", body);

        assertThat(reply.status()).isEqualTo(400);
    }

    @Test
    void shouldTakeAPayloadAtTheLimit() throws Exception {
        String body = JsonReader.newObject()
                .put("stateMachineArn", "arn:aws:states:us-east-1:000000000000:stateMachine:m")
                .put("input", "\"" + "x".repeat(262_142) + "\"")
                .toString();

        assertThat(server.call("StartExecution", body).status()).isEqualTo(200);
    }

    @Test
    void shouldRefuseARoleThatIsNone() throws Exception {
        String body = JsonReader.newObject()
                .put("name", "r")
                .put("definition", PASS)
                .put("roleArn", "me")
                .toString();

        refused(server.call("CreateStateMachine", body), 400, "InvalidArn");
    }
}
