package dev.skald.server.triggers;

import static dev.skald.server.triggers.RunningTriggers.ANYONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.Payload;
import dev.skald.core.Effect;
import dev.skald.engine.task.FunctionCall;
import dev.skald.engine.task.FunctionInvoker;
import dev.skald.engine.task.FunctionName;
import dev.skald.engine.task.FunctionResult;
import dev.skald.server.json.JsonReader;
import dev.skald.server.triggers.HttpTrigger.Flavour;
import dev.skald.server.triggers.RunningTriggers.Reply;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class FunctionTriggersTest {
    private RunningTriggers server;
    private volatile FunctionResult result = new FunctionResult.Returned(Payload.EMPTY_OBJECT);
    private volatile FunctionCall call;

    private final FunctionInvoker functions = new FunctionInvoker() {
        @Override
        public boolean invokes(FunctionName function) {
            return function.name().equals("f");
        }

        @Override
        public FunctionResult invoke(FunctionCall given) {
            call = given;
            return result;
        }
    };

    @BeforeEach
    void start() throws Exception {
        server = RunningTriggers.start(engine -> engine, settings -> settings, List.of(functions));
        server.deploy(
                trigger(Flavour.REST, "/rest/{id}", "f"),
                trigger(Flavour.HTTP, "/http/{id}", "f"),
                trigger(Flavour.REST, "/none", "none"));
    }

    private static HttpTrigger trigger(Flavour flavour, String path, String function) {
        return new HttpTrigger("t", flavour, "ANY", path, false, null, new HttpTrigger.Target.Function(function));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private JsonNode event() {
        return call.payload().node();
    }

    private void returns(String json) {
        result = new FunctionResult.Returned(Payload.ofText(json.replace('\'', '"')));
    }

    private Reply ask(String path) throws Exception {
        return server.post(path, "{\"a\":1}", "X-Many", "1", "X-Many", "2", "Cookie", "a=1; b=2", "User-Agent", "test");
    }

    @Test
    void shouldGiveTheEventOfARestApi() throws Exception {
        ask("/rest/a%20b?q=1&q=2&r=%C3%BC");
        JsonNode event = event();
        assertThat(event.propertyNames())
                .containsExactlyInAnyOrder(
                        "resource",
                        "path",
                        "httpMethod",
                        "headers",
                        "multiValueHeaders",
                        "queryStringParameters",
                        "multiValueQueryStringParameters",
                        "pathParameters",
                        "stageVariables",
                        "requestContext",
                        "body",
                        "isBase64Encoded");
        assertThat(event.path("resource").asString()).isEqualTo("/rest/{id}");
        assertThat(event.path("path").asString()).isEqualTo("/rest/a b");
        assertThat(event.path("httpMethod").asString()).isEqualTo("POST");
        assertThat(event.path("headers").path("X-Many").asString()).isEqualTo("2");
        assertThat(event.path("multiValueHeaders").path("X-Many").toString()).isEqualTo("[\"1\",\"2\"]");
        assertThat(event.path("queryStringParameters").toString()).isEqualTo("{\"q\":\"2\",\"r\":\"ü\"}");
        assertThat(event.path("multiValueQueryStringParameters").path("q").toString())
                .isEqualTo("[\"1\",\"2\"]");
        assertThat(event.path("pathParameters").toString()).isEqualTo("{\"id\":\"a b\"}");
        assertThat(event.path("body").asString()).isEqualTo("{\"a\":1}");
        assertThat(event.path("isBase64Encoded").booleanValue()).isFalse();
        JsonNode context = event.path("requestContext");
        assertThat(context.path("identity").path("userAgent").asString()).isEqualTo("test");
        assertThat(context.path("identity").path("user").isNull()).isTrue();
        assertThat(context.path("requestTimeEpoch").isNumber()).isTrue();
        assertThat(context.path("requestId").asString()).isEqualTo(call.caller().attemptId());
    }

    @Test
    void shouldGiveTheEventOfAnHttpApi() throws Exception {
        ask("/http/7?q=1&q=2");
        JsonNode event = event();
        assertThat(event.path("version").asString()).isEqualTo("2.0");
        assertThat(event.path("routeKey").asString()).isEqualTo("ANY /http/{id}");
        assertThat(event.path("rawPath").asString()).isEqualTo("/http/7");
        assertThat(event.path("rawQueryString").asString()).isEqualTo("q=1&q=2");
        assertThat(event.path("cookies").toString()).isEqualTo("[\"a=1\",\"b=2\"]");
        assertThat(event.path("headers").path("x-many").asString()).isEqualTo("1,2");
        assertThat(event.path("headers").has("cookie")).isFalse();
        assertThat(event.path("queryStringParameters").path("q").asString()).isEqualTo("1,2");
        assertThat(event.path("pathParameters").path("id").asString()).isEqualTo("7");
        assertThat(event.path("requestContext").path("http").path("method").asString())
                .isEqualTo("POST");
        assertThat(event.path("requestContext").path("http").path("sourceIp").asString())
                .isEqualTo("127.0.0.1");
        assertThat(event.path("requestContext").path("time").asString()).matches("\\d\\d/\\w{3}/\\d{4}:.* \\+0000");
    }

    @ParameterizedTest
    @CsvSource({"/rest/1,true", "/http/1,false"})
    void shouldSayOfWhatIsNotThereWhatAwsSays(String path, boolean rest) throws Exception {
        server.get(path);
        assertThat(event().has("body")).isEqualTo(rest);
        assertThat(event().has("queryStringParameters")).isEqualTo(rest);
        assertThat(event().path("queryStringParameters").isNull()).isEqualTo(rest);
        assertThat(event().path("isBase64Encoded").booleanValue()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/rest/1", "/http/1"})
    void shouldEncodeWhatIsNoText(String path) throws Exception {
        byte[] binary = {(byte) 0xFF, 0, (byte) 0xC3};
        server.send(server.request(path).POST(BodyPublishers.ofByteArray(binary)));
        assertThat(event().path("body").asString()).isEqualTo("/wDD");
        assertThat(event().path("isBase64Encoded").booleanValue()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/rest/1", "/http/1"})
    void shouldAnswerWhatTheFunctionSays(String path) throws Exception {
        returns("{'statusCode':'201','headers':{'Content-Type':'text/html','X-One':'1','Content-Length':'3'},"
                + "'multiValueHeaders':{'Set-Cookie':['a=1','b=2']},'body':'<p>ü'}");
        Reply reply = server.get(path);
        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.text()).isEqualTo("<p>ü");
        assertThat(reply.header("Content-Type")).isEqualTo("text/html");
        assertThat(reply.header("X-One")).isEqualTo("1");
        assertThat(reply.http().headers().allValues("Set-Cookie")).containsExactly("a=1", "b=2");
    }

    @Test
    void shouldDecodeBinaryAnswers() throws Exception {
        returns("{'statusCode':200,'headers':{'content-type':'image/png'},'body':'/wDD','isBase64Encoded':true}");
        var response = server.http.send(server.request("/rest/1").GET().build(), BodyHandlers.ofByteArray());
        assertThat(response.body()).isEqualTo(new byte[] {(byte) 0xFF, 0, (byte) 0xC3});
        assertThat(response.headers().firstValue("content-type")).contains("image/png");
    }

    @Test
    void shouldInferTheAnswerOfAnHttpApi() throws Exception {
        returns("{'a':1}");
        Reply object = server.get("/http/1");
        assertThat(object.text()).isEqualTo("{\"a\":1}");
        assertThat(object.header("Content-Type")).isEqualTo("application/json");
        returns("'hello'");
        assertThat(server.get("/http/1").text()).isEqualTo("hello");
        returns("{'statusCode':204,'cookies':['c=3'],'headers':{'X-N':7}}");
        Reply cookie = server.get("/http/1");
        assertThat(cookie.status()).isEqualTo(204);
        assertThat(cookie.header("Set-Cookie")).isEqualTo("c=3");
        assertThat(cookie.header("X-N")).isEqualTo("7");
    }

    @Test
    void shouldNeedNoMemberOfARestAnswer() throws Exception {
        returns("{'body':'x'}");
        Reply reply = server.get("/rest/1");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo("x");
        returns("{}");
        assertThat(server.get("/rest/1").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "'text'",
                "[]",
                "{'a':1}",
                "{'statusCode':'two'}",
                "{'statusCode':99}",
                "{'statusCode':1000}",
                "{'statusCode':200,'body':{}}",
                "{'statusCode':200,'headers':[]}",
                "{'statusCode':200,'headers':{'X-N':7}}",
                "{'statusCode':200,'headers':{'X-N':{}}}",
                "{'statusCode':200,'multiValueHeaders':{'X':'1'}}",
                "{'statusCode':200,'body':'*','isBase64Encoded':true}",
                "{'statusCode':200,'cookies':[]}",
            })
    void shouldAnswer502ToWhatIsMalformed(String returned) throws Exception {
        returns(returned);
        Reply reply = server.get("/rest/1");
        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.text()).isEqualTo("{\"message\":\"Internal server error\"}");
    }

    @Test
    void shouldLeaveOutHeadersThatCannotBeSent() throws Exception {
        returns("{'statusCode':200,'headers':{'X-Bad':'a\\r\\nX-Injected: 1','X Bad':'1','Transfer-Encoding':'chunked',"
                + "'X-Good':'1'},'body':'b'}");
        Reply reply = server.get("/rest/1");
        assertThat(reply.text()).isEqualTo("b");
        assertThat(reply.header("X-Good")).isEqualTo("1");
        assertThat(reply.http().headers().map()).doesNotContainKeys("x-bad", "x-injected", "x bad");
    }

    @Test
    void shouldAnswerForFunctionsThatFail() throws Exception {
        for (FunctionResult failed : Arrays.asList(
                new FunctionResult.Raised("E", "{\"errorMessage\":\"secret\"}", Effect.REPORTED),
                new FunctionResult.Refused("TooManyRequestsException", "secret", 429, "r"),
                new FunctionResult.NotSent("secret"),
                new FunctionResult.Unreadable("secret"),
                new FunctionResult.TooLarge())) {
            result = failed;
            assertThat(server.get("/rest/1").status()).isEqualTo(502);
            assertThat(server.get("/rest/1").text()).isEqualTo("{\"message\":\"Internal server error\"}");
            assertThat(server.get("/http/1").status()).isEqualTo(500);
        }
        assertThat(server.get("/none").status()).isEqualTo(500);
    }

    @Test
    void shouldLeaveToTheFunctionWhatItSaysOfOrigins() throws Exception {
        server.deploy(
                new HttpTrigger("t", Flavour.REST, "GET", "/f", false, ANYONE, new HttpTrigger.Target.Function("f")));
        assertThat(server.get("/f").header("Access-Control-Allow-Origin")).isEqualTo("*");
        returns("{'headers':{'access-control-allow-origin':'https://a.example'}}");
        assertThat(server.get("/f").http().headers().allValues("Access-Control-Allow-Origin"))
                .containsExactly("https://a.example");
    }

    @Test
    void shouldGiveTheFunctionTheCallersKey() throws Exception {
        server.post("/rest/1", "{}", "Idempotency-Key", "k");
        String key = call.caller().key();
        String attempt = call.caller().attemptId();
        server.post("/rest/1", "{}", "Idempotency-Key", "k");
        assertThat(call.caller().key()).isEqualTo(key).startsWith("k-");
        assertThat(call.caller().attemptId()).isNotEqualTo(attempt);
        assertThat(JsonReader.trusted(call.payload().text())
                        .path("headers")
                        .path("Idempotency-Key")
                        .asString())
                .isEqualTo("k");
    }
}
