package dev.skald.acceptance.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.Payload;
import dev.skald.server.ServerSettings;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Rubbish over plain HTTP: an error in AWS's shape each, and the server goes on. */
class BadInputTest {
    private static final int DEEP = 10_000;
    private static final int PAYLOAD_MAX = 262_144;
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final Duration SILENCE_MAX = Duration.ofSeconds(1);

    private static RunningServer server;
    private static AwsJson aws;

    @BeforeAll
    static void start() throws Exception {
        ServerSettings settings = RunningServer.settings().withIdleTimeout(SILENCE_MAX);
        server = RunningServer.with(
                builder -> builder.register("large", (input, step) -> Payload.ofText(text(PAYLOAD_MAX + 1)))
                        .register("noJson", (input, step) -> Payload.ofText("no {JSON"))
                        .register("deep", (input, step) -> Payload.ofText(nested(DEEP))),
                settings);
        aws = new AwsJson(server.port());
    }

    @AfterAll
    static void stop() {
        aws.close();
        server.close();
    }

    /** After each piece of rubbish, the server still does its work. */
    @AfterEach
    void shouldGoOn() throws Exception {
        String machine = create("goes-on", Machines.pass());
        ObjectNode start = AwsJson.object().put("stateMachineArn", machine);
        assertThat(aws.call("StartExecution", start).status()).isEqualTo(200);
        assertThat(aws.get("/health")).isEqualTo(200);
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }

    /** A JSON text of exactly so many characters. */
    private static String text(int length) {
        return '"' + "x".repeat(length - 2) + '"';
    }

    private static String create(String name, String definition) throws Exception {
        ObjectNode create = AwsJson.object().put("name", name).put("definition", definition);
        AwsJson.Answer answer = aws.call("CreateStateMachine", create.put("roleArn", Machines.ROLE));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.text("stateMachineArn");
    }

    private static void refused(AwsJson.Answer answer, String error) {
        assertThat(answer.error()).as(answer.toString()).isEqualTo(error);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message()).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {" ", "{", "{\"name\":", "nonsense", "[]", "7", "\"text\"", "null", "{} {}", "{\"a\" 1}", "\u0000"
            })
    void shouldRefuseABodyThatIsNoObject(String body) throws Exception {
        refused(aws.send("StartExecution", body), "SerializationException");
    }

    /** As AWS has it: nothing at all is an object without members. */
    @Test
    void shouldTakeNoBodyForNoMembers() throws Exception {
        assertThat(aws.send("ListStateMachines", "").status()).isEqualTo(200);
        refused(aws.send("StartExecution", ""), "ValidationException");
    }

    @Test
    void shouldRefuseInvalidUtf8() throws Exception {
        byte[] body = "{\"stateMachineArn\": \"\u00FF\u00FE\"}".getBytes(StandardCharsets.ISO_8859_1);
        refused(
                aws.send(aws.request("StartExecution").POST(HttpRequest.BodyPublishers.ofByteArray(body))),
                "SerializationException");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"stateMachineArn\": 7}",
                "{\"stateMachineArn\": [\"a\"]}",
                "{\"stateMachineArn\": {\"a\": 1}}",
                "{\"stateMachineArn\": true}",
                "{\"stateMachineArn\": \"a\", \"input\": {}}"
            })
    void shouldRefuseMembersOfAWrongType(String body) throws Exception {
        refused(aws.send("StartExecution", body), "SerializationException");
    }

    @Test
    void shouldRefuseWrongTypesInLists() throws Exception {
        refused(aws.send("ListStateMachines", "{\"maxResults\": \"ten\"}"), "SerializationException");
        refused(
                aws.send("GetExecutionHistory", "{\"executionArn\": \"a\", \"reverseOrder\": \"yes\"}"),
                "SerializationException");
    }

    @Test
    void shouldRefuseValuesThatAreTooLongOrTooMany() throws Exception {
        refused(aws.send("ListStateMachines", "{\"maxResults\": 1001}"), "ValidationException");
        refused(aws.send("ListStateMachines", "{\"maxResults\": -1}"), "ValidationException");
        refused(aws.send("StartExecution", "{}"), "ValidationException");
        ObjectNode longArn = AwsJson.object().put("stateMachineArn", "a".repeat(300));
        AwsJson.Answer answer = aws.call("DescribeStateMachine", longArn);
        refused(answer, "ValidationException");
        assertThat(answer.message()).contains("Member must have length less than or equal to 256");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NoSuchAction", "startexecution", "", "../etc/passwd", "StartExecution "})
    void shouldRefuseUnknownActions(String action) throws Exception {
        HttpRequest.Builder request = aws.request("x")
                .setHeader("X-Amz-Target", "AWSStepFunctions." + action)
                .POST(HttpRequest.BodyPublishers.ofString("{}"));
        AwsJson.Answer answer = aws.send(request);
        // A space at the end of a header is none of the header's value.
        if (action.endsWith(" ")) refused(answer, "ValidationException");
        else refused(answer, "UnknownOperationException");
    }

    @Test
    void shouldRefuseARequestWithoutTarget() throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/"))
                .POST(HttpRequest.BodyPublishers.ofString("{}"));
        refused(aws.send(request), "UnknownOperationException");
        refused(
                aws.send(aws.request("x")
                        .setHeader("X-Amz-Target", "DynamoDB_20120810.ListTables")
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))),
                "UnknownOperationException");
    }

    @Test
    void shouldRefuseHugeBodies() throws Exception {
        String body = "{\"stateMachineArn\": \"" + "a".repeat(3 << 20) + "\"}";
        AwsJson.Answer answer = aws.send("StartExecution", body);
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.error()).isEqualTo("RequestEntityTooLargeException");
    }

    @Test
    void shouldRefuseABodyThatClaimsToBeHuge() throws Exception {
        try (var connection = new RawHttp(server.port())) {
            String answer = connection
                    .send(RawHttp.head("StartExecution", Long.MAX_VALUE))
                    .send("{")
                    .answer();
            assertThat(answer).startsWith("HTTP/1.1 413").contains("RequestEntityTooLargeException");
        }
    }

    @Test
    void shouldRefuseDeepNesting() throws Exception {
        refused(aws.send("StartExecution", nested(DEEP)), "SerializationException");
        refused(aws.send("StartExecution", "{\"unknown\": " + nested(DEEP) + "}"), "SerializationException");
        String machine = create("deep-input", Machines.pass());
        ObjectNode start = AwsJson.object().put("stateMachineArn", machine).put("input", nested(DEEP));
        refused(aws.call("StartExecution", start), "InvalidExecutionInput");
        ObjectNode create = AwsJson.object().put("name", "deep").put("roleArn", Machines.ROLE);
        create.put(
                "definition",
                "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Pass\", \"End\": true, \"Result\": "
                        + nested(DEEP) + "}}}");
        refused(aws.call("CreateStateMachine", create), "InvalidDefinition");
        ObjectNode output =
                AwsJson.object().put("taskToken", AwsJson.TASK_TOKEN).put("output", nested(DEEP));
        refused(aws.call("SendTaskSuccess", output), "InvalidOutput");
    }

    @Test
    void shouldRefuseChoiceRulesNestedDeeply() throws Exception {
        String rule = "{\"Not\": ".repeat(DEEP) + "{\"Variable\": \"$.a\", \"IsNull\": true}" + "}".repeat(DEEP);
        ObjectNode create = AwsJson.object().put("name", "deep-rule").put("roleArn", Machines.ROLE);
        create.put(
                "definition",
                "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Choice\", \"Choices\": ["
                        + rule.substring(0, rule.length() - 1) + ", \"Next\": \"A\"}]}}}");
        refused(aws.call("CreateStateMachine", create), "InvalidDefinition");
    }

    @Test
    void shouldIgnoreUnknownMembers() throws Exception {
        String machine = create("unknown-members", Machines.pass());
        ObjectNode start = AwsJson.object().put("stateMachineArn", machine).put("colour", "blue");
        start.putObject("__proto__").put("polluted", true);
        assertThat(aws.call("StartExecution", start).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b", "a\nb", "a<b", "a{b}", "a*", "a?", "a\"b", "a#b", "a%b", "a\\b", "a^b", "a|b", "a~b", "a`b",
                "a$b", "a&b", "a,b", "a;b", "a:b", "a/b", "a\u0000", "a\u007F", "a\u0085", "a\uFFFE"
            })
    void shouldRefuseBadNames(String name) throws Exception {
        ObjectNode create = AwsJson.object().put("name", name).put("definition", Machines.pass());
        refused(aws.call("CreateStateMachine", create.put("roleArn", Machines.ROLE)), "InvalidName");
        refused(aws.call("CreateActivity", AwsJson.object().put("name", name)), "InvalidName");
        String machine = create("bad-names", Machines.pass());
        ObjectNode start = AwsJson.object().put("stateMachineArn", machine).put("name", name);
        refused(aws.call("StartExecution", start), "InvalidName");
    }

    @Test
    void shouldRefuseInputThatIsTooLarge() throws Exception {
        String machine = create("sizes", Machines.pass());
        ObjectNode start = AwsJson.object().put("stateMachineArn", machine);
        assertThat(aws.call("StartExecution", start.put("input", text(PAYLOAD_MAX - 1)))
                        .status())
                .isEqualTo(200);
        assertThat(aws.call("StartExecution", start.put("input", text(PAYLOAD_MAX)))
                        .status())
                .isEqualTo(200);
        AwsJson.Answer tooLarge = aws.call("StartExecution", start.put("input", text(PAYLOAD_MAX + 1)));
        refused(tooLarge, "ValidationException");
        assertThat(tooLarge.message()).contains("Member must have length less than or equal to 262144");
        String wide = '"' + "\u20AC".repeat(PAYLOAD_MAX / 3) + '"';
        refused(aws.call("StartExecution", start.put("input", wide)), "InvalidExecutionInput");
    }

    @ParameterizedTest
    @ValueSource(strings = {"large", "noJson", "deep"})
    void shouldFailTasksWhoseResultIsNoJsonOrTooLarge(String function) throws Exception {
        String machine = create(
                "result-" + function, Machines.task("arn:aws:lambda:us-east-1:000000000000:function:" + function));
        String arn = aws.call("StartExecution", AwsJson.object().put("stateMachineArn", machine))
                .text("executionArn");
        AwsJson.Answer ended = Awaitility.await()
                .atMost(SOON)
                .until(
                        () -> aws.call("DescribeExecution", AwsJson.object().put("executionArn", arn)),
                        shown -> !shown.text("status").equals("RUNNING"));
        assertThat(ended.text("status")).isEqualTo("FAILED");
        if (function.equals("large")) assertThat(ended.text("error")).isEqualTo("States.DataLimitExceeded");
        assertThat(ended.text("cause")).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no {JSON", "{\"a\":", "NaN", "{'a': 1}", "{} {}", "\u0000"})
    void shouldRefuseCallbacksWhoseOutputIsNoJson(String output) throws Exception {
        ObjectNode success =
                AwsJson.object().put("taskToken", AwsJson.TASK_TOKEN).put("output", output);
        refused(aws.call("SendTaskSuccess", success), "InvalidOutput");
    }

    @Test
    void shouldSendSlowClientsHome() throws Exception {
        try (var connection = new RawHttp(server.port())) {
            String answer = connection
                    .send(RawHttp.head("StartExecution", 1_000))
                    .send("{\"state")
                    .answer();
            assertThat(answer)
                    .satisfiesAnyOf(
                            text -> assertThat(text).isEmpty(),
                            text -> assertThat(text).startsWith("HTTP/1.1 4"));
        }
    }

    @Test
    void shouldSurviveHalfRequests() throws Exception {
        try (var connection = new RawHttp(server.port())) {
            connection.send("POST / HT").endOutput();
            assertThat(connection.answer()).doesNotContain("HTTP/1.1 200");
        }
        try (var connection = new RawHttp(server.port())) {
            connection.send(RawHttp.head("StartExecution", 1_000)).send("{}").endOutput();
            assertThat(connection.answer()).doesNotContain("HTTP/1.1 200");
        }
        try (var connection = new RawHttp(server.port())) {
            connection.send(RawHttp.head("StartExecution", 1_000));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GARBAGE\r\n\r\n",
                "GET\r\n\r\n",
                "POST / HTTP/9.9\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n"
            })
    void shouldRefuseWhatIsNoHttp(String request) throws Exception {
        try (var connection = new RawHttp(server.port())) {
            assertThat(connection.send(request).endOutput().answer()).doesNotContain("HTTP/1.1 200");
        }
    }
}
