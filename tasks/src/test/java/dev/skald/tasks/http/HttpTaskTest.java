package dev.skald.tasks.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.core.Effect;
import dev.skald.engine.task.TaskOutcome;
import dev.skald.tasks.ScriptedEndpoint;
import dev.skald.tasks.http.Connection.Addition;
import dev.skald.tasks.http.Connection.Addition.Place;
import dev.skald.tasks.http.Connection.Authorization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTaskTest extends HttpCase {

    // What is sent.

    @Test
    void shouldSendWhatAwsSends() throws Exception {
        server.answers("200 OK", "", "");

        perform("{\"RequestBody\": {\"item\": \"teapot\"}}");

        ScriptedEndpoint.Received request = server.received();
        assertThat(request.head()).startsWith("POST /orders HTTP/1.1\r\n");
        assertThat(request.header("Host")).isEqualTo(server.address().getAuthority());
        assertThat(request.header("User-Agent")).isEqualTo("Amazon|StepFunctions|HttpInvoke|eu-north-1");
        assertThat(request.header("Range")).isEqualTo("bytes=0-262144");
        assertThat(request.header("Content-Type")).isEqualTo("application/json; charset=UTF-8");
        assertThat(request.header("x-api-key")).isEqualTo("secret-1");
        assertThat(request.header("Accept-Encoding")).isEmpty();
        assertThat(request.body()).isEqualTo("{\"item\":\"teapot\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"})
    void shouldCallWithEachMethod(String method) throws Exception {
        server.then((_, out) -> out.write(bytes("HTTP/1.1 204 No Content\r\n\r\n")));

        assertThat(result(perform("{\"Method\": \"" + method + "\"}")))
                .isEqualTo("{\"Headers\":{},\"ResponseBody\":\"\",\"StatusCode\":204,\"StatusText\":\"No Content\"}");
        assertThat(server.received().head()).startsWith(method + " /orders HTTP/1.1\r\n");
    }

    @Test
    void shouldTakeTheOlderSpellingOfTheConnection() throws Exception {
        server.answers("200 OK", "", "");

        assertThat(perform("{\"InvocationConfig\": null, \"Authentication\": {\"ConnectionArn\": \"" + ARN + "\"}}"))
                .isInstanceOf(TaskOutcome.Succeeded.class);
    }

    @Test
    void shouldSendHeadersAndQuery() throws Exception {
        server.answers("200 OK", "", "");

        perform("""
                {"ApiEndpoint": "%s/a?x=1", "Headers": {"Accept": "text/plain", "X-Tag": ["a", "b"], "content-type": "text/csv"},
                 "QueryParameters": {"q": "a b&c", "n": 2, "many": ["1", "2"]}, "RequestBody": "a;b"}""".formatted(server.address()));

        ScriptedEndpoint.Received request = server.received();
        assertThat(request.head()).startsWith("POST /a?x=1&q=a%20b%26c&n=2&many=1&many=2 HTTP/1.1\r\n");
        assertThat(request.head()).contains("X-Tag: a\r\nX-Tag: b\r\n").doesNotContain("application/json");
        assertThat(request.header("Accept")).isEqualTo("text/plain");
        assertThat(request.header("Content-Type")).isEqualTo("text/csv");
        assertThat(request.body()).isEqualTo("a;b");
    }

    @Test
    void shouldSendAForm() throws Exception {
        server.answers("200 OK", "", "");

        perform("""
                {"Transform": {"RequestBodyEncoding": "URL_ENCODED", "RequestEncodingOptions": {"ArrayFormat": "BRACKETS"}},
                 "RequestBody": {"a": [1, 2]}}""");

        ScriptedEndpoint.Received request = server.received();
        assertThat(request.header("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
        assertThat(request.body()).isEqualTo("a[]=1&a[]=2");
    }

    @Test
    void shouldPutTheConnectionOverTheTask() throws Exception {
        connect(
                new Authorization.Basic("ann", "p:ä"),
                new Addition(Place.HEADER, "X-Tenant", "t-1"),
                new Addition(Place.QUERY, "v", "2"),
                new Addition(Place.BODY, "tenant", "t-1"));
        server.answers("200 OK", "", "");

        perform("""
                {"Headers": {"x-tenant": "other", "X-Own": "1"}, "QueryParameters": {"v": "1", "w": "1"},
                 "RequestBody": {"tenant": "other", "own": 1}}""");

        ScriptedEndpoint.Received request = server.received();
        assertThat(request.head())
                .startsWith("POST /orders?v=2&w=1 HTTP/1.1\r\n")
                .doesNotContain("other");
        assertThat(request.header("Authorization")).isEqualTo("Basic YW5uOnA6w6Q=");
        assertThat(request.header("X-Tenant")).isEqualTo("t-1");
        assertThat(request.header("X-Own")).isEqualTo("1");
        assertThat(request.body()).isEqualTo("{\"tenant\":\"t-1\",\"own\":1}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'RequestBody': 'text'} | The connection adds to the body: the field 'RequestBody' must be an object then",
                "{'Method': 'TRACE'} | The field 'Method' must be one of GET, POST, PUT, DELETE, PATCH, OPTIONS, HEAD",
                "{'Method': null} | The field 'Method' is required but was missing",
                "{'ApiEndpoint': 'ftp://x/'} | The field 'ApiEndpoint' must be a URL with https, a host, and no user or fragment",
                "{'ApiEndpoint': 'https://a:b@x/'} | The field 'ApiEndpoint' must be a URL with https, a host, and no user or fragment",
                "{'ApiEndpoint': 'https://x/ y'} | The field 'ApiEndpoint' is not a URL: Illegal character in path",
                "{'InvocationConfig': {}} | The field 'ConnectionArn' is required but was missing",
                "{'InvocationConfig': null} | The field 'InvocationConfig.ConnectionArn' is required but was missing",
                "{'Headers': []} | The value of the field 'Headers' has an invalid format",
                "{'Headers': {'a': {}}} | The value of the field 'Headers' has an invalid format",
                "{'Headers': {'a b': 'c'}} | The field 'Headers' has an invalid header 'a b'",
                "{'Headers': {'a': 'x\\r\\nHost: evil'}} | The field 'Headers' has an invalid header 'a'",
                "{'Headers': {'AUTHORIZATION': 'x'}} | The header 'AUTHORIZATION' is not allowed in 'Headers'",
                "{'Headers': {'Host': 'x'}} | The header 'Host' is not allowed in 'Headers'",
                "{'Headers': {'X-Forwarded-For': 'x'}} | The header 'X-Forwarded-For' is not allowed in 'Headers'",
                "{'Headers': {'x-amz-date': 'x'}} | The header 'x-amz-date' is not allowed in 'Headers'",
                "{'Transform': {'RequestBodyEncoding': 'GZIP'}} | The field 'Transform.RequestBodyEncoding' must be NONE or URL_ENCODED",
                "{'Timeout': 3} | The field \"Timeout\" is not supported by Step Functions",
            })
    void shouldNotStartWithUnusableParameters(String members, String problem) throws Exception {
        connect(new Authorization.None(), new Addition(Place.BODY, "tenant", "t-1"));

        TaskOutcome.Failed failed = failed(perform(members.replace('\'', '"')));

        assertThat(failed.error()).isEqualTo("States.Runtime");
        assertThat(failed.cause())
                .startsWith("The Parameters '{\"ApiEndpoint\":")
                .endsWith("' could not be used to start the Task: [" + problem + "]");
        assertThat(failed.effect()).isEqualTo(Effect.NONE);
        assertThat(server.receivedCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn:aws:events:eu-north-1:111111111111:connection/other/81210c42",
                "arn:aws:events:eu-north-1:111111111111:rule/shop",
                "shop"
            })
    void shouldNotCallWithoutItsConnection(String arn) throws Exception {
        assertThat(perform("{\"InvocationConfig\": {\"ConnectionArn\": \"" + arn + "\"}}"))
                .isEqualTo(new TaskOutcome.Failed(
                        "Events.ConnectionResource.ResourceNotFound",
                        "Connection " + arn + " does not exist.",
                        Effect.NONE));
    }

    // What comes back.

    @Test
    void shouldReturnTheAnswer() throws Exception {
        server.answers(
                "201 Created",
                "Content-Type: application/json\r\nX-Two: a\r\nx-two: b\r\n",
                "{\"id\": 7, \"big\": 12345678901234567890}");

        assertThat(result(perform()))
                .isEqualTo("{\"Headers\":{\"Content-Length\":[\"38\"],\"Content-Type\":[\"application/json\"],"
                        + "\"X-Two\":[\"a\",\"b\"]},\"ResponseBody\":{\"id\":7,\"big\":12345678901234567890},"
                        + "\"StatusCode\":201,\"StatusText\":\"Created\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "text/plain, '{\"a\":1}'",
        "text/html; charset=UTF-8, '<p>\u00E4</p>'",
        "application/xml, '<a/>'",
        "application/problem+json, '{\"a\":1}'"
    })
    void shouldReturnText(String type, String body) throws Exception {
        server.answers("200 OK", "Content-Type: " + type + "\r\n", body);

        String expected = type.endsWith("json") ? body : "\"" + body.replace("\"", "\\\"") + "\"";
        assertThat(result(perform())).contains("\"ResponseBody\":" + expected);
    }

    @Test
    void shouldReadTextInItsCharacterSet() throws Exception {
        server.answers(
                "200 OK",
                "Content-Type: text/plain; charset=ISO-8859-1\r\n",
                "\u00E4".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(result(perform())).contains("\"ResponseBody\":\"\u00E4\"");
    }

    @ParameterizedTest
    @CsvSource({
        "application/octet-stream, The content type 'application/octet-stream' of the response is not supported.",
        "image/svg+xml, The content type 'image/svg+xml' of the response is not supported.",
        "video/mp4, The content type 'video/mp4' of the response is not supported.",
        "Audio/ogg, The content type 'audio/ogg' of the response is not supported.",
        "application/pdf, The response is not text in UTF-8.",
        "text/plain; charset=klingon, The response is not text in UTF-8."
    })
    void shouldNotReturnWhatIsNoText(String type, String cause) throws Exception {
        server.answers("200 OK", "Content-Type: " + type + "\r\n", new byte[] {'a', (byte) 0xFF});

        assertThat(perform()).isEqualTo(new TaskOutcome.Failed("States.Runtime", cause, Effect.UNCERTAIN));
    }

    @Test
    void shouldNotReturnBrokenJson() throws Exception {
        server.answers("200 OK", "Content-Type: application/json\r\n", "{\"a\": ");

        TaskOutcome.Failed failed = failed(perform());

        assertThat(failed.error()).isEqualTo("States.Runtime");
        assertThat(failed.cause()).startsWith("The response is not valid JSON: ");
        assertThat(failed.effect()).isEqualTo(Effect.UNCERTAIN);
    }

    @Test
    void shouldTakeAnAnswerOfExactlyTheLimit() throws Exception {
        server.answers("206 Partial Content", "", "a".repeat(HttpTask.RESPONSE_BYTES_MAX));

        assertThat(perform()).isInstanceOf(TaskOutcome.Succeeded.class);
    }

    /** An endless one: the rest is not read. */
    @Test
    void shouldNotTakeALargerAnswer() throws Exception {
        server.then((_, out) -> {
            out.write(bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"));
            while (true) out.write(bytes("10000\r\n" + "a".repeat(65_536) + "\r\n"));
        });

        TaskOutcome.Failed failed = failed(perform());

        assertThat(failed.error()).isEqualTo("States.DataLimitExceeded");
        assertThat(failed.effect()).isEqualTo(Effect.UNCERTAIN);
    }

    @ParameterizedTest
    @CsvSource({
        "301 Moved Permanently, UNCERTAIN",
        "303 See Other, UNCERTAIN",
        "400 Bad Request, REPORTED",
        "401 Unauthorized, REPORTED",
        "404 Not Found, REPORTED",
        "408 Request Timeout, UNCERTAIN",
        "409 Conflict, REPORTED",
        "429 Too Many Requests, NONE",
        "500 Internal Server Error, UNCERTAIN",
        "502 Bad Gateway, UNCERTAIN",
        "503 Service Unavailable, UNCERTAIN",
        "504 Gateway Timeout, UNCERTAIN"
    })
    void shouldTellWhatARefusalMeans(String status, Effect effect) throws Exception {
        server.answers(status, "Location: http://127.0.0.1:1/\r\n", "no teapots");

        assertThat(perform())
                .isEqualTo(new TaskOutcome.Failed(
                        "States.Http.StatusCode." + status.substring(0, 3), "no teapots", effect));
        assertThat(server.receivedCount()).isOne();
    }

    @Test
    void shouldGiveTheStatusTextAsCauseWhenThereIsNothingToRead() throws Exception {
        server.answers("404 No Teapot", "", "").answers("404 ", "Content-Type: image/png\r\n", "x");

        assertThat(failed(perform()).cause()).isEqualTo("No Teapot");
        assertThat(failed(perform()).cause()).isEqualTo("Not Found");
    }

    // Connections that break.

    @Test
    void shouldSayThatNothingWasSentWhenNobodyListens() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        assertNotSent("http://127.0.0.1:" + free);
        assertNotSent("http://nowhere.invalid/");
        assertNotSent("https://nowhere.invalid/");
    }

    /** What it answers to is the greeting of TLS: the request itself never left. */
    @Test
    void shouldSayThatNothingWasSentToWhomDoesNotSpeakTls() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> refuse(plain));

            assertNotSent("https://127.0.0.1:" + plain.getLocalPort());
        }
    }

    private static void refuse(ServerSocket plain) {
        try (var socket = plain.accept()) {
            socket.getOutputStream().write(bytes("HTTP/1.1 400 Bad Request\r\n\r\n"));
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }

    @Test
    void shouldSpeakTlsWithWhomItTrustsOnly(@TempDir Path folder) throws Exception {
        var tls = TestCertificate.make(folder);
        try (var secure = new ScriptedEndpoint(tls);
                var trusting = new HttpTask(
                        connections, HttpTargets.of(List.of("127.0.0.1")), 1_000, InstantSource.system(), tls)) {
            secure.answers("200 OK", "", "hello");

            assertNotSent(secure.address().toString());
            assertThat(secure.receivedCount()).isZero();
            assertThat(result(trusting.perform(call(secure.address(), "{}", null))))
                    .contains("hello");
        }
    }

    private void assertNotSent(String endpoint) throws InterruptedException {
        TaskOutcome.Failed failed = failed(task.perform(call(URI.create(endpoint), "{}", null)));
        assertThat(failed.error()).isEqualTo("States.Http.Socket");
        assertThat(failed.cause()).startsWith("No connection: ");
        assertThat(failed.effect()).isEqualTo(Effect.NONE);
    }

    @Test
    void shouldNotKnowWhatHappenedWhenTheConnectionBreaks() throws Exception {
        server.then((socket, _) -> socket.close()).then((socket, _) -> {
            socket.setSoLinger(true, 0);
            socket.close();
        });

        for (int i = 0; i < 2; i++) {
            TaskOutcome.Failed failed = failed(perform());
            assertThat(failed.error()).isEqualTo("States.Http.Socket");
            assertThat(failed.effect()).isEqualTo(Effect.UNCERTAIN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"})
    void shouldNotWaitBeyondTheDeadline(String begun) throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        server.then((_, out) -> {
            out.write(bytes(begun));
            out.flush();
            await(done);
        });

        TaskOutcome.Failed failed =
                failed(task.perform(call(server.address(), "{}", Instant.now().plus(Duration.ofMillis(200)))));

        assertThat(failed.error()).isEqualTo("States.Http.Socket");
        assertThat(failed.cause()).startsWith("No answer within ");
        assertThat(failed.effect()).isEqualTo(Effect.UNCERTAIN);
        done.countDown();
    }

    @Test
    void shouldNotSendWhatIsTooLate() throws Exception {
        Instant past = Instant.now().minusSeconds(1);

        assertThat(failed(task.perform(call(server.address(), "{}", past))).effect())
                .isEqualTo(Effect.NONE);
        assertThat(server.receivedCount()).isZero();
    }

    @Test
    void shouldCloseTheConnectionOfACallThatIsGivenUp() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        server.then((socket, _) -> {
            if (socket.getInputStream().read() < 0) closed.countDown();
        });
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread caller = Thread.ofVirtual().start(() -> {
            try {
                perform();
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

    // Whom it calls.

    @Test
    void shouldNotCallAPrivateAddress() throws Exception {
        try (HttpTask careful = task(HttpTargets.PUBLIC)) {
            assertThat(careful.perform(call(server.address(), "{}", null)))
                    .isEqualTo(new TaskOutcome.Failed(
                            "States.Runtime",
                            "The target '127.0.0.1' is not a public address, and the setting httpTargets does not allow it.",
                            Effect.NONE));
        }
        assertThat(server.receivedCount()).isZero();
    }

    @Test
    void shouldShowNoSecret() {
        connect(
                new Authorization.OAuthClientCredentials(URI.create("https://a/"), "POST", "me", "secret-2", List.of()),
                new Addition(Place.HEADER, "a", "secret-3"));

        assertThat(connections.find(ARN))
                .hasToString(
                        "Optional[Connection[name=shop, authorization=OAuthClientCredentials[endpoint=https://a/, clientId=me,"
                                + " clientSecret=***], additions=[Addition[place=HEADER, name=a, value=***]]]]");
        assertThat(new Authorization.ApiKey("k", "secret-1")).hasToString("ApiKey[name=k, value=***]");
        assertThat(new Authorization.Basic("u", "secret-1")).hasToString("Basic[user=u, password=***]");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
