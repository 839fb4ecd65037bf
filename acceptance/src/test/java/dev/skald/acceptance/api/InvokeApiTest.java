package dev.skald.acceptance.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.asl.Payload;
import dev.skald.engine.SkaldBuilder;
import dev.skald.engine.task.StepContext;
import dev.skald.engine.task.TaskFailure;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;

/** The AWS SDK calls functions through Lambda's Invoke API of the server. */
class InvokeApiTest {
    private static final String SECRET = "correct-horse-battery-staple";

    @TempDir
    private Path folder = Path.of("");

    private final CountDownLatch events = new CountDownLatch(1);
    private RunningServer server;
    private LambdaClient lambda;

    @BeforeEach
    void open() throws Exception {
        server = RunningServer.with(this::functions);
        lambda = client(server, "any secret key at all");
    }

    @AfterEach
    void close() {
        lambda.close();
        server.close();
    }

    private static LambdaClient client(RunningServer server, String secret) {
        return LambdaClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + server.port()))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", secret)))
                .overrideConfiguration(c -> c.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
    }

    private void functions(SkaldBuilder builder) {
        builder.register(
                        "twice",
                        (input, _) ->
                                Payload.ofText(String.valueOf(2 * input.node().asInt())))
                .register("echo", (input, _) -> input)
                .register("step", (_, step) -> Payload.ofText("\"" + step.key() + step.executionArn() + "\""))
                .register("full", InvokeApiTest::refuse)
                .register("notice", (_, _) -> {
                    events.countDown();
                    return null;
                });
    }

    private static Payload refuse(Payload input, StepContext step) throws TaskFailure {
        throw new TaskFailure("Full", "no seat");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "twice",
                "twice:PROD",
                "123456789012:function:twice",
                "arn:aws:lambda:us-east-1:123456789012:function:twice",
                "arn:aws:lambda:us-east-1:123456789012:function:twice:7"
            })
    void shouldInvokeByNameAndArn(String name) {
        InvokeResponse answer = lambda.invoke(r -> r.functionName(name).payload(SdkBytes.fromUtf8String("21")));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.payload().asUtf8String()).isEqualTo("42");
        assertThat(answer.functionError()).isNull();
        assertThat(answer.executedVersion()).isEqualTo("$LATEST");
    }

    @Test
    void shouldTellOfTheFunctionsError() {
        InvokeResponse answer = lambda.invoke(r -> r.functionName("full"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.functionError()).isEqualTo("Unhandled");
        assertThat(answer.payload().asUtf8String()).isEqualTo("{\"errorMessage\":\"no seat\",\"errorType\":\"Full\"}");
    }

    @Test
    void shouldTakeEventsOver() throws Exception {
        InvokeResponse answer = lambda.invoke(r -> r.functionName("notice").invocationType(InvocationType.EVENT));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(events.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldLookWithoutRunning() {
        InvokeResponse answer = lambda.invoke(r -> r.functionName("notice").invocationType(InvocationType.DRY_RUN));

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(events.getCount()).isEqualTo(1);
    }

    @Test
    void shouldMakeTheKeyOfACallFromOutside() {
        InvokeResponse answer = lambda.invoke(
                r -> r.functionName("step").overrideConfiguration(c -> c.putHeader("Idempotency-Key", "order-7")));

        assertThat(answer.payload().asUtf8String()).isEqualTo("\"order-7\"");
    }

    @Test
    void shouldTakePayloadsOfLambdasSize() {
        String large = "\"" + "a".repeat(6_000_000) + "\"";

        assertThat(lambda.invoke(r -> r.functionName("echo").payload(SdkBytes.fromUtf8String(large)))
                        .payload()
                        .asUtf8String())
                .hasSize(large.length());
        assertRefused(
                413,
                "RequestTooLargeException",
                () -> lambda.invoke(r ->
                        r.functionName("echo").payload(SdkBytes.fromUtf8String("\"" + "a".repeat(6_300_000) + "\""))));
    }

    @Test
    void shouldRefuseInLambdasWords() {
        assertRefused(404, "ResourceNotFoundException", () -> lambda.invoke(r -> r.functionName("gone")));
        assertThatThrownBy(() -> lambda.invoke(r -> r.functionName("gone").qualifier("3")))
                .hasMessageContaining("Function not found: arn:aws:lambda:us-east-1:000000000000:function:gone:3");
        assertRefused(
                400,
                "InvalidRequestContentException",
                () -> lambda.invoke(r -> r.functionName("echo").payload(SdkBytes.fromUtf8String("{"))));
        assertRefused(
                400,
                "InvalidRequestContentException",
                () -> lambda.invoke(r -> r.functionName("echo").clientContext("no base64")));
        assertRefused(
                400,
                "InvalidParameterValueException",
                () -> lambda.invoke(r -> r.functionName("echo").invocationType("Sometimes")));
        assertRefused(404, "UnknownOperationException", () -> lambda.deleteFunction(r -> r.functionName("echo")));
    }

    private static void assertRefused(int status, String code, Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(LambdaException.class, refused -> {
            assertThat(refused.awsErrorDetails().errorCode()).isEqualTo(code);
            assertThat(refused.statusCode()).isEqualTo(status);
        });
    }

    @Test
    void shouldListFunctions() {
        assertThat(lambda.listFunctionsPaginator(r -> r.maxItems(2)).functions().stream())
                .extracting(f -> f.functionName())
                .containsExactly("echo", "full", "notice", "step", "twice");
        assertThat(lambda.getFunction(r -> r.functionName("twice"))
                        .configuration()
                        .functionArn())
                .isEqualTo("arn:aws:lambda:us-east-1:000000000000:function:twice");
        assertThat(lambda.getFunctionConfiguration(r -> r.functionName("twice")).timeout())
                .isEqualTo(900);
        assertRefused(404, "ResourceNotFoundException", () -> lambda.getFunction(r -> r.functionName("gone")));
    }

    @Test
    void shouldKeepPagesOfOtherSitesOut() throws Exception {
        assertThat(send(
                        "POST",
                        "/2015-03-31/functions/echo/invocations",
                        "Host: 127.0.0.1\r\nOrigin: https://evil.example"))
                .startsWith("HTTP/1.1 403")
                .contains("AccessDeniedException");
        assertThat(send("GET", "/2015-03-31/functions", "Host: rebound.evil.example"))
                .startsWith("HTTP/1.1 421");
        assertThat(send("GET", "/2015-03-31/functions", "Host: lambda.us-east-1.amazonaws.com"))
                .startsWith("HTTP/1.1 200");
    }

    private String send(String method, String path, String headers) throws Exception {
        try (var connection = new RawHttp(server.port())) {
            return connection
                    .send(method + " " + path + " HTTP/1.1\r\n" + headers
                            + "\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
                    .answer();
        }
    }

    @Test
    void shouldVerifySignaturesForLambda() throws Exception {
        Path tokens = Files.writeString(folder.resolve("tokens"), SECRET);
        try (var guarded = RunningServer.with(
                        this::functions, RunningServer.settings().withTokenFile(tokens));
                var right = client(guarded, SECRET);
                var wrong = client(guarded, SECRET + "r")) {
            assertThat(right.invoke(r -> r.functionName("arn:aws:lambda:us-east-1:123456789012:function:twice")
                                    .payload(SdkBytes.fromUtf8String("2")))
                            .payload()
                            .asUtf8String())
                    .isEqualTo("4");
            assertRefused(403, "InvalidSignatureException", () -> wrong.invoke(r -> r.functionName("twice")));
        }
    }

    @Test
    void shouldPassTheClientContextOn() {
        String context =
                Base64.getEncoder().encodeToString("{\"custom\":{\"Key\":\"own\"}}".getBytes(StandardCharsets.UTF_8));

        assertThat(lambda.invoke(r -> r.functionName("echo").clientContext(context))
                        .statusCode())
                .isEqualTo(200);
    }
}
