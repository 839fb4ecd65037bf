package dev.skald.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.asl.Payload;
import dev.skald.asl.TaskResource;
import dev.skald.core.Effect;
import dev.skald.engine.task.FunctionCall;
import dev.skald.engine.task.FunctionCall.InvocationType;
import dev.skald.engine.task.FunctionName;
import dev.skald.engine.task.FunctionResult;
import dev.skald.engine.task.FunctionResult.NotSent;
import dev.skald.engine.task.FunctionResult.Raised;
import dev.skald.engine.task.FunctionResult.Refused;
import dev.skald.engine.task.FunctionResult.Returned;
import dev.skald.engine.task.FunctionResult.TooLarge;
import dev.skald.engine.task.FunctionResult.Unreadable;
import dev.skald.engine.task.LambdaTask;
import dev.skald.engine.task.TaskCall;
import dev.skald.engine.task.TaskOutcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class LambdaEndpointTest {
    private static final String ARN = "arn:aws:lambda:eu-north-1:111111111111:function:charge";

    private ScriptedEndpoint server;
    private LambdaEndpoint endpoint;

    @BeforeEach
    void open() throws IOException {
        server = new ScriptedEndpoint();
        endpoint = new LambdaEndpoint(server.address());
    }

    @AfterEach
    void close() throws IOException {
        endpoint.close();
        server.close();
    }

    // What is sent.

    @Test
    void shouldSendTheEventWithItsKeys() throws Exception {
        server.answers("200 OK", "", "{}");

        endpoint.invoke(call(ARN, null));

        ScriptedEndpoint.Received request = server.received();
        assertThat(request.head())
                .startsWith(
                        "POST /2015-03-31/functions/arn%3Aaws%3Alambda%3Aeu-north-1%3A111111111111%3Afunction%3Acharge"
                                + "/invocations HTTP/1.1\r\n");
        assertThat(request.body()).isEqualTo("{\"amount\":12}");
        assertThat(request.header("Idempotency-Key")).isEqualTo("key-1");
        assertThat(request.header("X-Amz-Invocation-Type")).isEqualTo("RequestResponse");
        assertThat(context(request)).isEqualTo("""
                {"custom":{"Key":"key-1","AttemptId":"key-1:7","ExecutionArn":"arn:aws:states:eu-north-1:111111111111:execution:order:o1","State":"Charge"}}""");
    }

    @Test
    void shouldKeepTheClientContextOfTheDefinition() throws Exception {
        server.answers("200 OK", "", "{}");
        String given = base64("{\"client\":{\"app\":1},\"custom\":{\"mine\":true}}");

        endpoint.invoke(call("charge", given, InvocationType.REQUEST_RESPONSE, null));

        assertThat(context(server.received()))
                .startsWith("{\"client\":{\"app\":1},\"custom\":{\"mine\":true,\"Key\":\"key-1\"");
    }

    @Test
    void shouldSendAClientContextThatIsNotOursAsItIs() throws Exception {
        server.answers("200 OK", "", "{}");

        endpoint.invoke(call("charge", "not base64!", InvocationType.REQUEST_RESPONSE, null));

        assertThat(server.received().header("X-Amz-Client-Context")).isEqualTo("not base64!");
    }

    @Test
    void shouldSendTheQualifierOnce() throws Exception {
        server.answers("200 OK", "", "{}").answers("200 OK", "", "{}");

        endpoint.invoke(call(name("charge:PROD")));
        endpoint.invoke(call(name("charge").qualifiedBy("PROD")));

        assertThat(server.received().head()).startsWith("POST /2015-03-31/functions/charge%3APROD/invocations HTTP");
        assertThat(server.received().head())
                .startsWith("POST /2015-03-31/functions/charge/invocations?Qualifier=PROD HTTP");
    }

    // What comes back.

    @Test
    void shouldReturnTheResultAsReceived() throws Exception {
        server.answers("200 OK", "X-Amz-Executed-Version: 7\r\nX-Amz-Log-Result: bG9n\r\n", "{\"a\" : 1}");

        assertThat(invoke()).isEqualTo(new Returned(Payload.ofText("{\"a\" : 1}"), "7", "bG9n"));
    }

    @Test
    void shouldReuseTheConnection() throws Exception {
        server.answers("200 OK", "", "1").answers("200 OK", "", "2");

        assertThat(invoke()).isEqualTo(new Returned(Payload.ofText("1")));
        assertThat(invoke()).isEqualTo(new Returned(Payload.ofText("2")));
    }

    @Test
    void shouldReturnAnEmptyObjectForAnEvent() throws Exception {
        server.answers("202 Accepted", "", "");

        assertThat(endpoint.invoke(call("charge", null, InvocationType.EVENT, null)))
                .isEqualTo(new Returned(Payload.EMPTY_OBJECT));
        assertThat(server.received().header("X-Amz-Invocation-Type")).isEqualTo("Event");
    }

    @Test
    void shouldReportWhatTheFunctionRaised() throws Exception {
        String error = "{\"errorMessage\": \"no money\", \"errorType\": \"CardDeclined\"}";
        server.answers("200 OK", "X-Amz-Function-Error: Unhandled\r\n", error);

        assertThat(invoke()).isEqualTo(new Raised("CardDeclined", error, Effect.REPORTED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"errorMessage\": \"2026-11-21 id Task timed out after 3.00 seconds\"}",
                "{\"errorType\": \"Sandbox.Timedout\", \"errorMessage\": \"Task timed out\"}",
                "{\"errorType\": \"Runtime.ExitError\", \"errorMessage\": \"exit status 1\"}"
            })
    void shouldNotKnowWhatAFunctionDidThatWasCutOff(String error) throws Exception {
        server.answers("200 OK", "X-Amz-Function-Error: Unhandled\r\n", error);

        assertThat(((Raised) invoke()).effect()).isEqualTo(Effect.UNCERTAIN);
    }

    @Test
    void shouldNameATimeoutWithoutErrorTypeLambdaUnknown() throws Exception {
        server.answers("200 OK", "X-Amz-Function-Error: Unhandled\r\n", "{\"errorMessage\":\"Task timed out\"}");

        assertThat(perform())
                .isEqualTo(new TaskOutcome.Failed(
                        "Lambda.Unknown", "{\"errorMessage\":\"Task timed out\"}", Effect.UNCERTAIN));
    }

    @Test
    void shouldNameAFunctionThatIsNotThereByItsWholeArn() throws Exception {
        server.answers(
                "404 Not Found",
                "x-amzn-ErrorType: ResourceNotFoundException\r\nx-amzn-RequestId: r-1\r\n",
                "{\"Type\":\"User\",\"Message\":\"Function not found: charge\"}");

        assertThat(invoke())
                .isEqualTo(new Refused(
                        "ResourceNotFoundException", "Function not found: " + ARN + ":$LATEST", 404, "r-1"));
    }

    @Test
    void shouldSayThatNothingHappenedWhenThrottled() throws Exception {
        server.answers(
                "429 Too Many Requests",
                "x-amzn-ErrorType: TooManyRequestsException:http://internal\r\n",
                "{\"message\":\"Rate Exceeded.\"}");

        assertThat(perform())
                .isEqualTo(new TaskOutcome.Failed(
                        "Lambda.TooManyRequestsException",
                        "Rate Exceeded. (Service: AWSLambda; Status Code: 429; Error Code: TooManyRequestsException;"
                                + " Request ID: none; Proxy: null)",
                        Effect.NONE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"500 Internal Server Error", "502 Bad Gateway", "503 Unavailable", "504 Timeout"})
    void shouldNotKnowWhatHappenedOnAServerError(String status) throws Exception {
        server.answers(status, "", "<html>oops</html>");

        TaskOutcome.Failed failed = (TaskOutcome.Failed) perform();

        assertThat(failed.error()).isEqualTo("Lambda.ServiceException");
        assertThat(failed.effect()).isEqualTo(Effect.UNCERTAIN);
        assertThat(failed.cause()).startsWith("<html>oops</html> (Service: AWSLambda; Status Code: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"302 Found", "408 Request Timeout"})
    void shouldNotKnowWhatHappenedWhenTheCallMayHaveBeenPassedOn(String status) throws Exception {
        server.answers(status, "Location: http://127.0.0.1:1/\r\n", "");

        assertThat(invoke()).isInstanceOf(Unreadable.class);
    }

    // Fault 20: connections.

    @Test
    void shouldSayThatNothingWasSentWhenNobodyListens() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        try (LambdaEndpoint nobody = new LambdaEndpoint(URI.create("http://127.0.0.1:" + free))) {
            assertThat(nobody.invoke(call("charge", null))).isInstanceOf(NotSent.class);
        }
    }

    @Test
    void shouldSayThatNothingWasSentToAHostThatDoesNotExist() throws Exception {
        try (LambdaEndpoint nowhere = new LambdaEndpoint(URI.create("http://nowhere.invalid:9001"))) {
            assertThat(nowhere.invoke(call("charge", null))).isInstanceOf(NotSent.class);
        }
    }

    @Test
    void shouldNotKnowWhatHappenedWhenNoAnswerComesInTime() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        server.then((_, _) -> await(done));

        FunctionResult result = endpoint.invoke(call("charge", null, InvocationType.REQUEST_RESPONSE, soon()));

        assertThat(result).isInstanceOf(Unreadable.class);
        done.countDown();
    }

    @Test
    void shouldNotWaitForABodyBeyondTheDeadline() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        server.then((_, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            await(done);
        });

        FunctionResult result = endpoint.invoke(call("charge", null, InvocationType.REQUEST_RESPONSE, soon()));

        assertThat(result).isInstanceOf(Unreadable.class);
        done.countDown();
    }

    @Test
    void shouldNotSendWhatIsTooLate() throws Exception {
        Instant past = Instant.now().minusSeconds(1);

        assertThat(endpoint.invoke(call("charge", null, InvocationType.REQUEST_RESPONSE, past)))
                .isInstanceOf(NotSent.class);
        assertThat(server.receivedCount()).isZero();
    }

    @Test
    void shouldNotKnowWhatHappenedWhenTheConnectionIsClosedWithoutAnAnswer() throws Exception {
        server.then((socket, _) -> socket.close());

        assertThat(invoke()).isInstanceOf(Unreadable.class);
        server.received();
        assertThat(server.receivedCount()).as("sent once only").isZero();
    }

    @Test
    void shouldNotKnowWhatHappenedWhenTheServerHalfCloses() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        server.then((socket, _) -> {
            socket.shutdownOutput();
            await(done);
        });

        assertThat(invoke()).isInstanceOf(Unreadable.class);
        done.countDown();
    }

    @Test
    void shouldNotKnowWhatHappenedWhenTheConnectionIsReset() throws Exception {
        server.then((socket, _) -> {
            socket.setSoLinger(true, 0);
            socket.close();
        });

        assertThat(invoke()).isInstanceOf(Unreadable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{\"half\":",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"hal",
                "this is not HTTP\r\n\r\n",
                "HTTP/1.1 abc What\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"
            })
    void shouldNotKnowWhatHappenedWhenTheAnswerIsBroken(String answer) throws Exception {
        server.then((socket, out) -> {
            out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            socket.close();
        });

        assertThat(invoke()).isInstanceOf(Unreadable.class);
    }

    // Fault 19: bodies.

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{\"a\":", "NaN", "{\"a\": NaN}", "Infinity", "hello", "{} {}", "\"\u0000\"", "{\"a\":1,}"})
    void shouldNotKnowWhatHappenedWhenTheResultIsNotJson(String body) throws Exception {
        server.answers("200 OK", "", body);

        assertThat(invoke()).isInstanceOf(Unreadable.class);
    }

    @Test
    void shouldNotTakeAResultThatIsNotUtf8() throws Exception {
        server.answers("200 OK", "", new byte[] {'"', (byte) 0xC3, '"'});

        assertThat(invoke()).isEqualTo(new Unreadable("The function's result is not UTF-8."));
    }

    @Test
    void shouldTakeAnEscapedNullByte() throws Exception {
        server.answers("200 OK", "", "\"\\u0000\"");

        assertThat(invoke()).isInstanceOf(Returned.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 10_000, 100_000})
    void shouldSurviveDeepNesting(int depth) throws Exception {
        server.answers("200 OK", "", "[".repeat(depth) + "]".repeat(depth));

        assertThat(invoke()).isInstanceOfAny(Returned.class, Unreadable.class);
    }

    @Test
    void shouldNotReadMoreThanLambdaAllows() throws Exception {
        server.answers("200 OK", "", "\"" + "a".repeat(10_000_000) + "\"");

        assertThat(invoke()).isEqualTo(new TooLarge());
    }

    @Test
    void shouldNotReadAnEndlessAnswer() throws Exception {
        server.then((_, out) -> {
            out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] chunk = ("10000\r\n" + "a".repeat(65_536) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            while (true) out.write(chunk);
        });

        assertThat(invoke()).isEqualTo(new TooLarge());
    }

    @Test
    void shouldTakeAResultOfExactlyTheLimit() throws Exception {
        String body = "\"" + "a".repeat(LambdaEndpoint.RESPONSE_BYTES_MAX - 2) + "\"";
        server.answers("200 OK", "", body);

        assertThat(invoke()).isInstanceOf(Returned.class);
    }

    @Test
    void shouldReportAnErrorThatIsNotJson() throws Exception {
        server.answers("200 OK", "X-Amz-Function-Error: Unhandled\r\n", new byte[] {'x', (byte) 0xFF});

        assertThat(invoke()).isEqualTo(new Raised(null, "x\uFFFD", Effect.UNCERTAIN));
    }

    // Giving up.

    @Test
    void shouldCloseTheConnectionOfACallThatIsGivenUp() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        server.then((socket, _) -> {
            if (socket.getInputStream().read() < 0) closed.countDown();
        });
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                endpoint.invoke(call("charge", null));
            } catch (Throwable e) {
                thrown.set(e);
            }
        });
        server.received();

        caller.interrupt();
        caller.join();

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(closed.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldRefuseAnAddressThatIsNoHttp() {
        assertThatThrownBy(() -> new LambdaEndpoint(URI.create("ftp://x")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private FunctionResult invoke() throws InterruptedException {
        return endpoint.invoke(call("charge", null));
    }

    private TaskOutcome perform() throws InterruptedException {
        return new LambdaTask(List.of(endpoint)).perform(task(null));
    }

    private static FunctionCall call(String function, @Nullable String clientContext) {
        return call(function, clientContext, InvocationType.REQUEST_RESPONSE, null);
    }

    private static FunctionCall call(FunctionName function) {
        return new FunctionCall(
                function, Payload.EMPTY_OBJECT, InvocationType.REQUEST_RESPONSE, false, null, task(null));
    }

    private static FunctionCall call(
            String function, @Nullable String clientContext, InvocationType type, @Nullable Instant deadline) {
        return new FunctionCall(
                name(function), Payload.ofText("{\"amount\":12}"), type, false, clientContext, task(deadline));
    }

    private static FunctionName name(String text) {
        return FunctionName.parse(text).orElseThrow();
    }

    private static TaskCall task(@Nullable Instant deadline) {
        return new TaskCall(
                "arn:aws:states:eu-north-1:111111111111:execution:order:o1",
                "arn:aws:states:eu-north-1:111111111111:stateMachine:order",
                "Charge",
                new TaskResource.LambdaFunction(ARN),
                Payload.ofText("{\"amount\":12}"),
                null,
                null,
                "key-1",
                "key-1:7",
                0,
                deadline,
                false);
    }

    private static Instant soon() {
        return Instant.now().plus(Duration.ofMillis(300));
    }

    private static String context(ScriptedEndpoint.Received request) {
        byte[] json = Base64.getDecoder().decode(request.header("X-Amz-Client-Context"));
        return JsonMapper.shared().readTree(json).toString();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
