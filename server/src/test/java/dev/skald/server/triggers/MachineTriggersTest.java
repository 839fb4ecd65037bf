package dev.skald.server.triggers;

import static dev.skald.server.triggers.RunningTriggers.post;
import static dev.skald.server.triggers.RunningTriggers.toMachine;
import static dev.skald.server.triggers.RunningTriggers.waiting;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.engine.task.TaskFailure;
import dev.skald.server.triggers.HttpTrigger.Response;
import dev.skald.server.triggers.RunningTriggers.Reply;
import dev.skald.server.triggers.TriggerSettings.Listening;
import dev.skald.server.triggers.TriggerSettings.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MachineTriggersTest {
    private static final String ECHO = RunningTriggers.task("");

    private final AtomicInteger calls = new AtomicInteger();
    private final Semaphore may = new Semaphore(Integer.MAX_VALUE);
    private RunningTriggers server;

    @BeforeEach
    void start() throws Exception {
        server = RunningTriggers.start(engine -> engine.register("f", (input, step) -> {
            calls.incrementAndGet();
            may.acquire();
            if (input.node().has("fail"))
                throw new TaskFailure(
                        input.node().path("fail").asString(),
                        input.node().path("say").asString("no"));
            return input;
        }));
        server.machine("m", ECHO);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String executionName(Reply reply) {
        return reply.json().path("execution").asString();
    }

    // Success.

    @Test
    void shouldAnswerWithTheOutput() throws Exception {
        server.deploy(post("/orders", toMachine("m")));
        Reply reply = server.post("/orders", "{\"a\":1}");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo("{\"a\":1}");
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        String execution = "arn:aws:states:us-east-1:000000000000:execution:m:" + reply.header("x-amzn-RequestId");
        assertThat(server.skald.describeExecution(execution).result().input().text())
                .isEqualTo("{\"a\":1}");
    }

    @Test
    void shouldTakeNoBodyAsAnEmptyObjectAndAFormAsItsFields() throws Exception {
        server.deploy(post("/orders", toMachine("m")));
        assertThat(server.post("/orders", "").text()).isEqualTo("{}");
        assertThat(server.post("/orders", "a=1+2&b=%C3%BC", "Content-Type", "application/x-www-form-urlencoded")
                        .text())
                .isEqualTo("{\"a\":\"1 2\",\"b\":\"ü\"}");
    }

    @Test
    void shouldRunExpressMachinesSynchronously() throws Exception {
        server.machine("x", ECHO, MachineType.EXPRESS);
        server.deploy(post("/x", toMachine("x")));
        assertThat(server.post("/x", "[1]").text()).isEqualTo("[1]");
        Reply failed = server.post("/x", "{\"fail\":\"E\"}");
        assertThat(failed.status()).isEqualTo(500);
    }

    @Test
    void shouldRefuseBadBodies() throws Exception {
        server.deploy(post("/orders", toMachine("m")));
        Reply noJson = server.post("/orders", "{\"a\":");
        assertThat(noJson.status()).isEqualTo(400);
        assertThat(noJson.message()).startsWith("Could not parse request body into json: ");
        Reply text = server.post("/orders", "x", "Content-Type", "text/plain");
        assertThat(text.status()).isEqualTo(415);
        assertThat(text.text()).isEqualTo("{\"message\":\"Unsupported Media Type\"}");
        assertThat(server.post("/orders", "{\"a\":\"" + "x".repeat(300_000) + "\"}")
                        .status())
                .isEqualTo(400);
        assertThat(server.post("/orders", "x".repeat(TriggerSettings.BODY_BYTES_MAX + 1))
                        .status())
                .isEqualTo(413);
        assertThat(calls).hasValue(0);
    }

    // Failure.

    @Test
    void shouldAnswerAnUnknownFailureWithTheNameAlone() throws Exception {
        server.deploy(post("/orders", toMachine("m")));
        Reply reply = server.post("/orders", "{\"fail\":\"Boom\",\"say\":\"secret\"}");
        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.message()).isEqualTo("Internal server error");
        assertThat(executionName(reply)).isEqualTo(reply.header("x-amzn-RequestId"));
        assertThat(reply.text()).doesNotContain("secret", "Boom");
    }

    @Test
    void shouldAnswerAKnownFailureWithItsCause() throws Exception {
        server.machine("k", "{'KnownErrors':['SoldOut']," + ECHO.substring(1));
        server.deploy(post("/orders", toMachine("k")));
        Reply reply = server.post("/orders", "{\"fail\":\"SoldOut\",\"say\":\"no seats\"}");
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().path("error").asString()).isEqualTo("SoldOut");
        assertThat(reply.message()).isEqualTo("no seats");
        assertThat(reply.json().path("cause").asString()).contains("no seats");
        assertThat(server.post("/orders", "{\"fail\":\"Other\"}").status()).isEqualTo(500);
    }

    @Test
    void shouldAnswerAnUndoByHandAsItsClassSays() throws Exception {
        String undone = "{'StartAt':'A','States':{'A':{'Type':'Succeed'%s}}}";
        server.machine("plain", undone.formatted(""));
        server.machine("known", undone.formatted(",'RunClass':'KnownFailure'"));
        server.deploy(post("/plain", toMachine("plain")), post("/known", toMachine("known")));
        assertThat(server.post("/plain", "{\"a\":1}").status()).isEqualTo(200);
        Reply known = server.post("/known", "{\"a\":1}");
        assertThat(known.status()).isEqualTo(422);
        assertThat(known.text()).isEqualTo("{\"a\":1}");
        var all = new Response(410, ".*", Map.of(), Map.of());
        server.deploy(post("/known", toMachine("known", null, Map.of(), List.of(all))));
        Reply chosen = server.post("/known", "{\"a\":1}");
        assertThat(chosen.status()).isEqualTo(410);
        assertThat(chosen.text()).isEqualTo("{\"a\":1}");
    }

    @Test
    void shouldChooseTheStatusWhosePatternMatchesTheErrorMessage() throws Exception {
        server.deploy(post(
                "/orders",
                toMachine(
                        "m",
                        null,
                        Map.of(),
                        List.of(
                                new Response(
                                        400,
                                        ".*\"statusCode\":400,.*",
                                        Map.of(),
                                        Map.of("application/json", "$input.path(\"$.errorMessage\")")),
                                new Response(409, "taken.*", Map.of("X-Why", "taken"), Map.of()),
                                new Response(200, "", Map.of(), Map.of())))));
        Reply bad =
                server.post("/orders", "{\"fail\":\"E\",\"say\":\"{\\\"statusCode\\\":400,\\\"m\\\":\\\"bad\\\"}\"}");
        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.text()).isEqualTo("{\"statusCode\":400,\"m\":\"bad\"}");
        Reply taken = server.post("/orders", "{\"fail\":\"E\",\"say\":\"taken by Ann\"}");
        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.header("X-Why")).isEqualTo("taken");
        assertThat(taken.message()).isEqualTo("taken by Ann");
        assertThat(server.post("/orders", "{\"fail\":\"E\",\"say\":\"it was taken\"}")
                        .status())
                .isEqualTo(500);
        assertThat(server.post("/orders", "{\"a\":1}").status()).isEqualTo(200);
    }

    // Templates.

    @Test
    void shouldDoAsTheExampleOfTheIssueSays() throws Exception {
        String request = "{\n\"input\" : \"{ \\\"body\\\": $util.escapeJavaScript($input.json('$')), \\\"contextid\\\":"
                + " \\\"$context.requestId\\\", \\\"contextTime\\\": \\\"$context.requestTime\\\"}\",\n"
                + "\"stateMachineArn\": \"arn:aws:states:eu-west-1:123456789012:stateMachine:m\"\n}";
        String response = "{\n\"request_id\": '\"$input.json('$.executionArn').split(':')[7].replace('\"', \"\")\"',\n"
                + "\"output\": \"$input.json('$.output').replace('\"', \"\")\",\n"
                + "\"status\": \"$input.json('$.status').replace('\"', \"\")\"\n}";
        server.deploy(post(
                "/v1/path",
                toMachine(
                        "m",
                        null,
                        Map.of("application/json", request),
                        List.of(new Response(200, "", Map.of(), Map.of("application/json", response))))));
        Reply reply = server.post("/v1/path", "{\"name\":\"Ann O'Hara\",\"n\":[1,2]}");
        assertThat(reply.status()).isEqualTo(200);
        String name = reply.header("x-amzn-RequestId");
        assertThat(reply.text()).contains("\"request_id\": '\"" + name + "\"'", "\"status\": \"SUCCEEDED\"");
        var input = server.skald
                .describeExecution("arn:aws:states:us-east-1:000000000000:execution:m:" + name)
                .result()
                .input()
                .node();
        assertThat(input.path("body").path("name").asString()).isEqualTo("Ann O'Hara");
        assertThat(input.path("contextid").asString()).isEqualTo(name);
        assertThat(input.path("contextTime").asString()).matches("\\d\\d/\\w{3}/\\d{4}:\\d\\d:\\d\\d:\\d\\d \\+0000");
    }

    @Test
    void shouldLetATemplateOverrideTheStatus() throws Exception {
        String template = "#set($context.responseOverride.status = 201)"
                + "#set($context.responseOverride.header.Location = '/orders/7')$input.path('$.output')";
        server.deploy(post(
                "/orders",
                toMachine(
                        "m",
                        null,
                        Map.of(),
                        List.of(new Response(200, "", Map.of(), Map.of("application/json", template))))));
        Reply reply = server.post("/orders", "{\"a\":1}");
        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.header("Location")).isEqualTo("/orders/7");
        assertThat(reply.text()).isEqualTo("{\"a\":1}");
    }

    @Test
    void shouldGiveAwsAnswerToWhatATemplateGetsWrong() throws Exception {
        server.deploy(
                post("/nojson", toMachine("m", null, Map.of("application/json", "no json"), List.of())),
                post("/object", toMachine("m", null, Map.of("application/json", "{\"input\": {}}"), List.of())),
                post("/broken", toMachine("m", null, Map.of("application/json", "$input.foo()"), List.of())),
                post("/bad", toMachine("m", null, Map.of("application/json", "{\"input\":\"{\"}"), List.of())));
        assertThat(server.post("/nojson", "{}").json().path("__type").asString())
                .isEqualTo("SerializationException");
        assertThat(server.post("/object", "{}").status()).isEqualTo(400);
        assertThat(server.post("/bad", "{}").json().path("__type").asString()).isEqualTo("InvalidExecutionInput");
        Reply broken = server.post("/broken", "{}");
        assertThat(broken.status()).isEqualTo(500);
        assertThat(broken.text()).isEqualTo("{\"message\":\"Internal server error\"}");
    }

    @Test
    void shouldGiveALambdaProxyEventToAMachine() throws Exception {
        server.deploy(post(
                "/orders/{id}", new HttpTrigger.Target.Machine("m", null, Map.of(), true, List.of(), Map.of(), null)));
        var event = server.post("/orders/7?q=1", "{\"a\":1}").json();
        assertThat(event.path("resource").asString()).isEqualTo("/orders/{id}");
        assertThat(event.path("path").asString()).isEqualTo("/orders/7");
        assertThat(event.path("httpMethod").asString()).isEqualTo("POST");
        assertThat(event.path("pathParameters").path("id").asString()).isEqualTo("7");
        assertThat(event.path("queryStringParameters").path("q").asString()).isEqualTo("1");
        assertThat(event.path("body").asString()).isEqualTo("{\"a\":1}");
        assertThat(event.path("stageVariables").isNull()).isTrue();
        assertThat(event.path("requestContext")
                        .path("identity")
                        .path("sourceIp")
                        .asString())
                .isEqualTo("127.0.0.1");
    }

    // Actions.

    @Test
    void shouldAnswerAtOnceWhenTheProjectNamesTheAction() throws Exception {
        may.drainPermits();
        server.deploy(
                post("/start", toMachine("m", "StartExecution", Map.of(), List.of())),
                post("/describe", toMachine("m", "DescribeExecution", Map.of(), List.of())),
                post("/history", toMachine("m", "GetExecutionHistory", Map.of(), List.of())),
                post("/stop", toMachine("m", "StopExecution", Map.of(), List.of())));
        Reply started = server.post("/start", "{\"a\":1}");
        assertThat(started.status()).isEqualTo(200);
        String ask =
                "{\"executionArn\":\"" + started.json().path("executionArn").asString() + "\"}";
        assertThat(server.post("/describe", ask).json().path("status").asString())
                .isEqualTo("RUNNING");
        assertThat(server.post("/stop", ask).json().has("stopDate")).isTrue();
        assertThat(server.post("/describe", ask).json().path("status").asString())
                .isEqualTo("ABORTED");
        assertThat(server.post("/history", ask).json().path("events").size()).isGreaterThan(1);
        Reply unknown = server.post("/describe", ask.replace(":execution:m:", ":execution:n:"));
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.json().path("__type").asString()).isEqualTo("ExecutionDoesNotExist");
        may.release(10);
    }

    @Test
    void shouldMatchPatternsAgainstTheStatusOfAnAction() throws Exception {
        server.deploy(post(
                "/describe",
                toMachine(
                        "m",
                        "DescribeExecution",
                        Map.of(),
                        List.of(
                                new Response(200, "", Map.of(), Map.of()),
                                new Response(404, "400", Map.of(), Map.of("application/json", "gone"))))));
        Reply reply =
                server.post("/describe", "{\"executionArn\":\"arn:aws:states:us-east-1:000000000000:execution:m:e\"}");
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.text()).isEqualTo("gone");
    }

    @Test
    void shouldRefuseAnUnknownAction() {
        assertThatThrownBy(() -> server.deploy(post("/x", toMachine("m", "DestroyExecution", Map.of(), List.of()))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("DestroyExecution");
    }

    // Waiting.

    @Test
    void shouldSayWhereToAskAgainAndAnswerThere() throws Exception {
        may.drainPermits();
        server.deploy(post("/orders", waiting(toMachine("m"), Duration.ofMillis(50))));
        Reply first = server.post("/orders", "{\"a\":1}");
        assertThat(first.status()).isEqualTo(202);
        String location = first.header("Location");
        assertThat(location).startsWith("/.skald/runs/");
        assertThat(first.json().path("status").asString()).isEqualTo("RUNNING");
        assertThat(server.get(location + "?wait=0").status()).isEqualTo(202);
        CompletableFuture<Reply> polled = CompletableFuture.supplyAsync(() -> quietly(() -> server.get(location)));
        await(() -> server.triggers.waiting() == 1);
        may.release(10);
        Reply last = polled.get(20, TimeUnit.SECONDS);
        assertThat(last.status()).isEqualTo(200);
        assertThat(last.text()).isEqualTo("{\"a\":1}");
        assertThat(server.get(location).text()).isEqualTo("{\"a\":1}");
    }

    @Test
    void shouldAnswerAtStatusUrlsOfTriggersThatAreGone() throws Exception {
        server.deploy(post("/orders", waiting(toMachine("m"), Duration.ZERO)));
        may.drainPermits();
        String location = server.post("/orders", "{\"a\":1}").header("Location");
        server.deploy();
        assertThat(server.get(location + "?wait=0").header("Location")).isEqualTo(location);
        may.release(10);
        assertThat(server.get(location).text()).isEqualTo("{\"a\":1}");
    }

    @Test
    void shouldKeepTheTraceOfTheCaller() throws Exception {
        server.deploy(post("/orders", toMachine("m")));
        Reply plain = server.post("/orders", "{}", "X-Amzn-Trace-Id", "Root=1-2-3");
        String arn = "arn:aws:states:us-east-1:000000000000:execution:m:";
        String name = plain.header("x-amzn-RequestId");
        assertThat(trace(arn + name)).isEqualTo("Root=1-2-3");
        server.post("/orders", "{\"fail\":\"E\"}", "X-Amzn-Trace-Id", "Root=1-2-3", "Idempotency-Key", "k");
        Reply keyed = server.post("/orders", "{\"fail\":\"E\"}", "Idempotency-Key", "k");
        assertThat(trace(arn + executionName(keyed))).matches("Root=1-2-3;SkaldRequest=[0-9a-f]{32}");
    }

    private String trace(String executionArn) {
        return server.skald.describeExecution(executionArn).row().origin().traceHeader();
    }

    @Test
    void shouldNotAnswerForgedStatusUrls() throws Exception {
        server.deploy(post("/orders", waiting(toMachine("m"), Duration.ZERO)));
        may.drainPermits();
        String location = server.post("/orders", "{}").header("Location");
        for (int i = location.length() - 1; i > "/.skald/runs/".length(); i -= 7) {
            char other = location.charAt(i) == 'A' ? 'B' : 'A';
            String forged = location.substring(0, i) + other + location.substring(i + 1);
            if (i < location.length() - 1)
                assertThat(server.get(forged).status()).isEqualTo(404);
        }
        assertThat(server.get("/.skald/runs/").status()).isEqualTo(404);
        assertThat(server.get(location + "?wait=soon").status()).isEqualTo(400);
        assertThat(server.post(location, "").status()).isEqualTo(404);
        may.release(10);
    }

    @Test
    void shouldFreeTheWaiterOfAClientThatGoes() throws Exception {
        may.drainPermits();
        server.deploy(post("/orders", toMachine("m")));
        try (var socket = new java.net.Socket("127.0.0.1", server.triggers.port())) {
            socket.getOutputStream()
                    .write("POST /orders HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}".getBytes(US_ASCII));
            await(() -> server.triggers.waiting() == 1);
        }
        await(() -> server.triggers.waiting() == 0);
        may.release(10);
    }

    @Test
    void shouldWaitLongerThanAClientMayBeSilent() throws Exception {
        server.close();
        Semaphore later = new Semaphore(0);
        server = RunningTriggers.start(
                engine -> engine.register("f", (input, step) -> {
                    later.acquire();
                    return input;
                }),
                settings -> settings.with(new Listening("127.0.0.1", 0, 100, Duration.ofMillis(150))),
                List.of());
        server.machine("m", ECHO);
        server.deploy(post("/orders", toMachine("m")));
        CompletableFuture<Reply> waits =
                CompletableFuture.supplyAsync(() -> quietly(() -> server.post("/orders", "{\"a\":1}")));
        try (var socket = new java.net.Socket("127.0.0.1", server.triggers.port())) {
            socket.getOutputStream()
                    .write("POST /orders HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}".getBytes(US_ASCII));
            await(() -> server.triggers.waiting() == 2);
            assertThat(new CountDownLatch(1).await(700, TimeUnit.MILLISECONDS)).isFalse();
            assertThat(server.triggers.waiting()).isEqualTo(2);
        }
        await(() -> server.triggers.waiting() == 1);
        later.release(2);
        assertThat(waits.get(20, TimeUnit.SECONDS).text()).isEqualTo("{\"a\":1}");
    }

    @Test
    void shouldTellTheNextOneAtOnceWhereToAskWhenTooManyWait() throws Exception {
        server.close();
        Semaphore later = new Semaphore(0);
        server = RunningTriggers.start(
                engine -> engine.register("f", (input, step) -> {
                    later.acquire();
                    return input;
                }),
                settings -> settings.with(new Waiting(Duration.ofMinutes(1), Duration.ofSeconds(20), 1)),
                List.of());
        server.machine("m", ECHO);
        server.deploy(post("/orders", toMachine("m")));
        CompletableFuture<Reply> waits =
                CompletableFuture.supplyAsync(() -> quietly(() -> server.post("/orders", "{}")));
        await(() -> server.triggers.waiting() == 1);
        assertThat(server.post("/orders", "{}").status()).isEqualTo(202);
        later.release(2);
        assertThat(waits.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
    }

    @Test
    void shouldAnswerTheNextRequestThatWasSentEarly() throws Exception {
        may.drainPermits();
        server.deploy(post("/orders", toMachine("m")));
        try (var socket = new java.net.Socket("127.0.0.1", server.triggers.port())) {
            String one = "POST /orders HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{\"no\": 1}";
            socket.getOutputStream().write(one.getBytes(US_ASCII));
            await(() -> server.triggers.waiting() == 1);
            socket.getOutputStream()
                    .write(one.replace("1}", "2}")
                            .replace("x\r", "x\r\nConnection: close\r")
                            .getBytes(US_ASCII));
            socket.getOutputStream().flush();
            await(() -> calls.get() == 1);
            may.release(10);
            String all = new String(socket.getInputStream().readAllBytes(), US_ASCII);
            assertThat(all).containsSubsequence("200 OK", "{\"no\": 1}", "200 OK", "{\"no\": 2}");
        }
    }

    @Test
    void shouldSendWaitersHomeWhenItStops() throws Exception {
        may.drainPermits();
        server.deploy(post("/orders", toMachine("m")));
        CompletableFuture<Reply> waits =
                CompletableFuture.supplyAsync(() -> quietly(() -> server.post("/orders", "{}")));
        await(() -> server.triggers.waiting() == 1);
        server.triggers.close();
        assertThat(waits.get(20, TimeUnit.SECONDS).status()).isEqualTo(503);
        may.release(10);
    }

    // Idempotency.

    @Test
    void shouldRunOncePerKey() throws Exception {
        server.deploy(post("/orders", toMachine("m")));
        Reply first = server.post("/orders", "{\"a\":1}", "Idempotency-Key", "order 4711/ü".replace("ü", "x"));
        Reply again = server.post("/orders", "{\"a\":1}", "Idempotency-Key", "order 4711/x");
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(calls).hasValue(1);
        Reply other = server.post("/orders", "{\"a\":2}", "Idempotency-Key", "order 4711/x");
        assertThat(other.status()).isEqualTo(409);
        server.post("/orders", "{\"a\":1}", "Idempotency-Key", "order 4712");
        server.post("/orders", "{\"a\":1}");
        assertThat(calls).hasValue(3);
    }

    @Test
    void shouldAttachToARunWhoseInputHasTheTimeInIt() throws Exception {
        may.drainPermits();
        String template = "{\"input\":\"{\\\"id\\\":\\\"$context.requestId\\\"}\"}";
        server.deploy(post("/orders", toMachine("m", null, Map.of("application/json", template), List.of())));
        CompletableFuture<Reply> first = CompletableFuture.supplyAsync(
                () -> quietly(() -> server.post("/orders", "{}", "Idempotency-Key", "k")));
        CompletableFuture<Reply> second = CompletableFuture.supplyAsync(
                () -> quietly(() -> server.post("/orders", "{}", "Idempotency-Key", "k")));
        await(() -> server.triggers.waiting() == 2);
        may.release(10);
        assertThat(first.get(20, TimeUnit.SECONDS).text())
                .isEqualTo(second.get(20, TimeUnit.SECONDS).text())
                .startsWith("{\"id\":\"");
        assertThat(calls).hasValue(1);
    }

    @Test
    void shouldScopeKeysByTriggerAndCaller() throws Exception {
        server.deploy(post("/a", toMachine("m")), post("/b", toMachine("m")));
        assertThat(server.post("/a", "{\"n\":1}", "Idempotency-Key", "k").status())
                .isEqualTo(200);
        assertThat(server.post("/b", "{\"n\":2}", "Idempotency-Key", "k").status())
                .isEqualTo(200);
        assertThat(calls).hasValue(2);
    }

    @Test
    void shouldRefuseBadKeys() throws Exception {
        server.deploy(post("/orders", toMachine("m")));
        assertThat(server.post("/orders", "{}", "Idempotency-Key", "x".repeat(256))
                        .status())
                .isEqualTo(400);
        assertThat(server.post("/orders", "{}", "Idempotency-Key", "").status()).isEqualTo(400);
    }

    @Test
    void shouldAnswerAFailedRunAgainToItsKey() throws Exception {
        server.deploy(post("/orders", toMachine("m")));
        String body = "{\"fail\":\"Boom\"}";
        Reply first = server.post("/orders", body, "Idempotency-Key", "k");
        Reply again = server.post("/orders", body, "Idempotency-Key", "k");
        assertThat(again.status()).isEqualTo(500);
        assertThat(executionName(again)).isEqualTo(executionName(first)).startsWith("k-");
        assertThat(calls).hasValue(1);
    }

    @Test
    void shouldNotTakeForeignExecutionsForThoseOfAKey() throws Exception {
        server.deploy(post("/orders", toMachine("m")));
        Reply first = server.post("/orders", "{\"fail\":\"Boom\"}", "Idempotency-Key", "k");
        server.machine("n", ECHO);
        server.skald.start(
                "arn:aws:states:us-east-1:000000000000:stateMachine:n", executionName(first), Payload.EMPTY_OBJECT);
        server.deploy(post("/orders", toMachine("n")));
        assertThat(server.post("/orders", "{\"fail\":\"Boom\"}", "Idempotency-Key", "k")
                        .status())
                .isEqualTo(409);
    }

    // What is not there.

    @Test
    void shouldAnswer500WhenTheMachineIsGone() throws Exception {
        server.deploy(post("/orders", toMachine("gone")));
        Reply reply = server.post("/orders", "{}");
        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.text()).isEqualTo("{\"message\":\"Internal server error\"}");
    }

    private interface Asking {
        Reply ask() throws Exception;
    }

    private static Reply quietly(Asking asking) {
        try {
            return asking.ask();
        } catch (Exception failed) {
            throw new AssertionError(failed);
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        for (int i = 0; i < 4_000 && !condition.holds(); i++)
            assertThat(never.await(5, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(condition.holds()).isTrue();
    }
}
