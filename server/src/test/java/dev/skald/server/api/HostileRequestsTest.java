package dev.skald.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.server.Contract;
import dev.skald.server.RunningServer;
import dev.skald.server.RunningServer.Reply;
import dev.skald.server.json.JsonReader;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What nobody should ask: each operation of {@code /api/v1} refuses it in words, as JSON, and breaks of nothing. */
@Timeout(120)
class HostileRequestsTest {
    private static final String EVIL =
            "<img src=x onerror=alert(1)>\u0000\u202e\uD83D\uDE00'\"; DROP TABLE execution; --";

    private static RunningServer server;
    private static String execution = "";

    @BeforeAll
    static void start() throws Exception {
        server = RunningServer.start();
        execution = server.start(server.create("m", RunningServer.PASS), "e", "{}");
        server.await(execution);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Stream<Contract.Operation> reading() {
        return Contract.named().stream().filter(operation -> operation.method().equals("GET"));
    }

    static Stream<Contract.Operation> acting() {
        return Contract.named().stream().filter(operation -> operation.method().equals("POST"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The address of an operation on what is there, as far as it is. */
    private static String address(Contract.Operation operation) {
        return with(operation, "m", execution);
    }

    private static String with(Contract.Operation operation, String machine, String executionArn) {
        return "/api/v1"
                + operation
                        .path()
                        .replace("{executionArn}", encoded(executionArn))
                        .replace("{machine}", encoded(machine))
                        .replace("{mapRunArn}", encoded("arn:aws:states:us-east-1:000000000000:mapRun:m/L:none"))
                        .replace("{task}", "1-2")
                        .replaceAll("\\{[^}]+\\}", "1");
    }

    private static void requireRefused(String what, Reply reply) {
        assertThat(reply.status()).as(what + ": " + reply.text()).isBetween(400, 499);
        requireWords(what, reply);
    }

    private static void requireWords(String what, Reply reply) {
        assertThat(reply.json().path("error").asString("")).as(what).isNotEmpty();
        assertThat(reply.message()).as(what).isNotEmpty().doesNotContain("Exception", "\tat ");
    }

    /** Either it answers, or it says why not. */
    private static void requireNoBreak(String what, Reply reply) {
        assertThat(reply.status()).as(what + ": " + reply.text()).isLessThan(500);
        if (reply.status() != 200) requireWords(what, reply);
    }

    @ParameterizedTest
    @MethodSource("reading")
    void shouldRefuseAParameterThatItDoesNotKnow(Contract.Operation operation) throws Exception {
        if (operation.path().endsWith(".json")) return;
        for (String parameter : List.of("stats=FAILED", "%3Cb%3E=1", "=", "limit2"))
            requireRefused(operation + "?" + parameter, server.get(address(operation) + "?" + parameter));
    }

    @ParameterizedTest
    @MethodSource("reading")
    void shouldAnswerOrRefuseEachParameter(Contract.Operation operation) throws Exception {
        for (Map.Entry<String, JsonNode> parameter : Contract.query(operation).entrySet()) {
            String name = parameter.getKey().equals("attribute") ? "attribute.a" : parameter.getKey();
            boolean number = parameter.getValue().path("type").asString("").equals("integer");
            for (String value :
                    List.of("-1", "+1", "1e9", "0x10", "9".repeat(31), "1.5", "١", "", EVIL, "a".repeat(5_000))) {
                String asked = address(operation) + "?" + name + "=" + encoded(value);
                if (operation.path().endsWith("/stream")) continue;
                Reply reply = server.get(asked);
                requireNoBreak(asked, reply);
                if (number) requireRefused(asked, reply);
            }
            if (number
                    && !operation.path().endsWith("/stream")
                    && !operation.path().endsWith("/events"))
                requireNoBreak(name, server.get(address(operation) + "?" + name + "=" + "9".repeat(30)));
        }
    }

    @ParameterizedTest
    @MethodSource({"reading", "acting"})
    void shouldAnswerOrRefuseEachName(Contract.Operation operation) throws Exception {
        if (operation.path().equals("/stream")) return;
        for (String name : List.of(EVIL, "..", "%", "arn:aws:states:::x", "arn:" + "a".repeat(3_000), " ")) {
            String address = with(operation, name, name);
            if (operation.path().contains("{"))
                address = address.replace("/1/", "/" + encoded(name) + "/").replace("/1-2", "/" + encoded(name));
            Reply reply = operation.method().equals("GET") ? server.get(address) : server.post(address, "{}");
            requireNoBreak(operation + " of " + name, reply);
        }
    }

    @ParameterizedTest
    @MethodSource({"reading", "acting"})
    void shouldRefuseOtherMethods(Contract.Operation operation) throws Exception {
        for (String method : List.of("PUT", "DELETE", "PATCH", "OPTIONS")) {
            Reply reply = server.send(server.request(address(operation))
                    .method(method, BodyPublishers.ofString("{}"))
                    .build());
            requireRefused(method + " " + operation.path(), reply);
            assertThat(reply.status()).isEqualTo(405);
        }
    }

    @ParameterizedTest
    @MethodSource("acting")
    void shouldRefuseBodiesThatAreNone(Contract.Operation operation) throws Exception {
        String address = address(operation);
        for (String body : List.of(
                "",
                "[]",
                "null",
                "1",
                "{",
                "{\"who\":}",
                "\u0000",
                "{\"a\":1}{\"b\":2}",
                "[".repeat(5_000),
                "{\"a\":".repeat(5_000))) requireRefused(operation + " with " + body, server.post(address, body));
        requireRefused(operation + " with a query", server.post(address + "?dryRun=true", "{}"));
        requireRefused(operation + " with more", server.post(address, "{\"noSuchMember\": 1}"));
    }

    @ParameterizedTest
    @MethodSource("acting")
    void shouldRefuseBodiesThatAreTooLong(Contract.Operation operation) throws Exception {
        String body = "{\"who\": \"" + "x".repeat(3 << 20) + "\"}";
        Reply reply = server.post(address(operation), body);
        requireRefused(operation + " with 3 MB", reply);
        assertThat(reply.status()).isEqualTo(413);
    }

    /** Each member with what it is not, the others as they should be. */
    @ParameterizedTest
    @MethodSource("acting")
    void shouldAnswerOrRefuseEachMember(Contract.Operation operation) throws Exception {
        JsonNode schema = operation
                .description()
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema");
        for (String member : schema.path("properties").propertyNames()) {
            String type = schema.path("properties").path(member).path("type").asString("string");
            for (String value : List.of(
                    "1",
                    "-1",
                    "1e400",
                    "true",
                    "null",
                    "[]",
                    "{}",
                    "\"\"",
                    "\" \"",
                    "\"\\uD800\"",
                    "\"\\u0000\"",
                    "\"{\"")) {
                ObjectNode body = JsonReader.newObject();
                for (JsonNode required : schema.path("required")) body.put(required.asString(), "x");
                String text = body.isEmpty()
                        ? "{\"" + member + "\":" + value + "}"
                        : "{\"" + member + "\":" + value + "," + without(body, member) + "}";
                Reply reply = server.post(address(operation), text.replace(",}", "}"));
                requireNoBreak(operation + " with " + text, reply);
                boolean wrong = type.equals("string")
                                && List.of("1", "true", "[]", "{}").contains(value)
                        || type.equals("integer")
                                && List.of("true", "[]", "\"\"").contains(value)
                        || type.equals("boolean") && List.of("1", "[]", "\"\"").contains(value)
                        || type.equals("object") && List.of("1", "[]", "\"\"").contains(value);
                if (wrong) requireRefused(operation + " with " + text, reply);
            }
        }
    }

    private static String without(ObjectNode body, String member) {
        body.remove(member);
        String text = body.toString();
        return text.substring(1, text.length() - 1);
    }

    @Test
    void shouldRefuseWhatIsNotThere() throws Exception {
        for (String path :
                List.of("nothing", "machines/m/nothing", "executions/e/f/g", "", "parks/1", "tasks/1-2/3/4")) {
            requireRefused("GET " + path, server.get("/api/v1/" + path));
            requireRefused("POST " + path, server.post("/api/v1/" + path, "{}"));
        }
    }

    @Test
    void shouldStillAnswer() throws Exception {
        assertThat(server.get("/api/v1/status").json().path("healthy").asBoolean())
                .isTrue();
    }
}
