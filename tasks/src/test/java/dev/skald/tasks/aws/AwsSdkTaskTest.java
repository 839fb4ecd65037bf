package dev.skald.tasks.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.TaskResource.Pattern;
import dev.skald.core.Effect;
import dev.skald.engine.task.TaskCall;
import dev.skald.engine.task.TaskOutcome;
import dev.skald.tasks.ScriptedEndpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is sent and made of the answer, on the wire: the services themselves are asked in the acceptance tests. */
class AwsSdkTaskTest {
    private static final String JSON = "Content-Type: application/x-amz-json-1.0\r\nx-amzn-RequestId: request-1\r\n";
    private static final String XML = "Content-Type: application/xml\r\nx-amz-request-id: request-1\r\n";
    private static final String PUT_ITEM = """
            {"TableName":"orders","Item":{"id":{"S":"o1"},"paid":{"BOOL":true},"gone":{"NULL":true},"n":{"N":"12.50"},
             "tags":{"SS":["a","b"]},"lines":{"L":[{"M":{"sku":{"S":"x"}}}]},"raw":{"B":"AAEC"}},
             "ReturnConsumedCapacity":"TOTAL"}""";

    private ScriptedEndpoint server;
    private AwsServices services;
    private AwsSdkTask task;

    @BeforeEach
    void open() throws IOException {
        server = new ScriptedEndpoint();
        at(server.address());
    }

    private void at(URI endpoint) {
        services = new AwsServices(new AwsSettings("us-east-1", endpoint, java.util.Map.of(), null, null));
        task = new AwsSdkTask(services);
    }

    @AfterEach
    void close() throws IOException {
        services.close();
        server.close();
    }

    private String succeeded(TaskCall call) throws InterruptedException {
        return switch (task.perform(call)) {
            case TaskOutcome.Succeeded succeeded -> succeeded.result().text();
            case TaskOutcome.Failed failed -> throw new AssertionError(failed);
        };
    }

    private TaskOutcome.Failed failed(TaskCall call) throws InterruptedException {
        return switch (task.perform(call)) {
            case TaskOutcome.Succeeded succeeded -> throw new AssertionError(succeeded);
            case TaskOutcome.Failed failed -> failed;
        };
    }

    // What is sent and answered.

    @Test
    void shouldSendMembersOfAllKinds() throws Exception {
        server.answers("200 OK", JSON, "{}");

        assertThat(succeeded(Calls.of("aws-sdk:dynamodb", "putItem", PUT_ITEM))).isEqualTo("{}");

        ScriptedEndpoint.Received request = server.received();
        assertThat(request.header("X-Amz-Target")).isEqualTo("DynamoDB_20120810.PutItem");
        assertThat(request.header("Authorization")).startsWith("AWS4-HMAC-SHA256 Credential=test/");
        assertThat(new tools.jackson.databind.json.JsonMapper().readTree(request.body()))
                .isEqualTo(new tools.jackson.databind.json.JsonMapper().readTree(PUT_ITEM));
    }

    @Test
    void shouldAnswerInPascalCaseWithoutWhatIsAbsent() throws Exception {
        server.answers("200 OK", JSON, """
                {"ScannedCount":1,"Count":1,"Items":[{"raw":{"B":"AAEC"},"id":{"S":"o1"},"list":{"L":[]}}]}""");

        assertThat(succeeded(Calls.of("aws-sdk:dynamodb", "query", "{\"TableName\":\"orders\"}")))
                .isEqualTo(
                        "{\"Count\":1,\"Items\":[{\"raw\":{\"B\":\"AAEC\"},\"id\":{\"S\":\"o1\"},\"list\":{\"L\":[]}}],"
                                + "\"ScannedCount\":1}");
    }

    @Test
    void shouldWriteInstantsAsText() throws Exception {
        server.answers("200 OK", JSON, "{\"SecretList\":[{\"Name\":\"s\",\"CreatedDate\":1700000000.5}]}");

        assertThat(succeeded(Calls.of("aws-sdk:secretsmanager", "listSecrets", "{}")))
                .isEqualTo("{\"SecretList\":[{\"CreatedDate\":\"2023-11-14T22:13:20.500Z\",\"Name\":\"s\"}]}");
    }

    @Test
    void shouldSendTheSameTokenForAllAttempts() throws Exception {
        server.answers("200 OK", JSON, "{}").answers("200 OK", JSON, "{}");
        TaskCall call = Calls.of("aws-sdk:dynamodb", "transactWriteItems", "{\"TransactItems\":[]}");

        succeeded(call);
        succeeded(call);

        String first = server.received().body();
        assertThat(first).contains("\"ClientRequestToken\":\"");
        assertThat(server.received().body()).isEqualTo(first);
    }

    @Test
    void shouldReadAnObjectAsText() throws Exception {
        server.answers("200 OK", "ETag: \"e1\"\r\nLast-Modified: Thu, 06 Nov 2025 12:21:24 GMT\r\n", "text data");

        assertThat(succeeded(Calls.of("aws-sdk:s3", "getObject", "{\"Bucket\":\"b\",\"Key\":\"k/1\"}")))
                .isEqualTo("{\"ContentLength\":9,\"ETag\":\"\\\"e1\\\"\",\"LastModified\":\"2025-11-06T12:21:24Z\","
                        + "\"Metadata\":{},\"Body\":\"text data\"}");
        assertThat(server.received().head()).startsWith("GET /b/k/1 HTTP/1.1");
    }

    /** Recorded: the ETag of a body given as the string {@code text data} is the MD5 of the text with its quotation marks. */
    @Test
    void shouldWriteAnObjectAsJson() throws Exception {
        server.answers("200 OK", "ETag: \"e1\"\r\n", "");

        assertThat(succeeded(
                        Calls.of("aws-sdk:s3", "putObject", "{\"Bucket\":\"b\",\"Key\":\"k\",\"Body\":\"text data\"}")))
                .isEqualTo("{\"ETag\":\"\\\"e1\\\"\"}");
        assertThat(server.received().body()).contains("\"text data\"");
    }

    // What AWS does not take.

    @Test
    void shouldRefuseWhatTheOperationDoesNotHave() throws Exception {
        TaskOutcome.Failed failed = failed(Calls.of("aws-sdk:dynamodb", "putItem", "{\"Tabel\":\"x\"}"));

        assertThat(failed.error()).isEqualTo("States.Runtime");
        assertThat(failed.cause())
                .isEqualTo("The Parameters '{\"Tabel\":\"x\"}' could not be used to start the Task: "
                        + "[The field \"Tabel\" is not supported by Step Functions]");
        assertThat(failed.effect()).isEqualTo(Effect.NONE);
        assertThat(server.receivedCount()).isZero();
    }

    @Test
    void shouldRefuseValuesThatAreNone() throws Exception {
        assertThat(failed(Calls.of("aws-sdk:dynamodb", "query", "{\"Limit\":\"many\"}"))
                        .cause())
                .endsWith("[The value of the field 'Limit' has an invalid format]");
        assertThat(failed(Calls.of("aws-sdk:dynamodb", "query", "{\"Limit\":1.5}"))
                        .cause())
                .endsWith("[The value of the field 'Limit' has an invalid format]");
        assertThat(failed(Calls.of("aws-sdk:dynamodb", "putItem", "{\"Item\":[]}"))
                        .cause())
                .endsWith("[The value of the field 'Item' has an invalid format]");
        assertThat(failed(Calls.of("aws-sdk:dynamodb", "putItem", "{\"Item\":{\"a\":{\"B\":\"%\"}}}"))
                        .cause())
                .endsWith("[The value of the field 'B' has an invalid format]");
        assertThat(failed(Calls.of("aws-sdk:dynamodb", "putItem", "{\"Item\":{\"a\":{\"L\":[null]}}}"))
                        .cause())
                .endsWith("[The value of the field 'L' has an invalid format]");
    }

    @Test
    void shouldSayWhichJarIsMissing() throws Exception {
        TaskOutcome.Failed failed = failed(Calls.of("aws-sdk:pinpoint", "sendMessages", "{}"));

        assertThat(failed.error()).isEqualTo("States.Runtime");
        assertThat(failed.cause())
                .contains("no AWS SDK client for the service 'pinpoint'", "software.amazon.awssdk:pinpoint");
        assertThat(failed.effect()).isEqualTo(Effect.NONE);
    }

    @Test
    void shouldSayWhenAServiceHasNoSuchAction() throws Exception {
        assertThat(failed(Calls.of("aws-sdk:sqs", "sendPigeon", "{}")).cause())
                .isEqualTo("The AWS SDK client of 'sqs' has no action 'sendPigeon'.");
        assertThat(failed(Calls.of("aws-sdk:sqs", "close", "{}")).cause()).contains("no action 'close'");
        assertThat(failed(Calls.of("aws-sdk:../../evil", "x", "{}")).error()).isEqualTo("States.Runtime");
    }

    // Errors and what is known of their effect.

    @Test
    void shouldNameErrorsAsAwsDoes() throws Exception {
        server.answers("400 Bad Request", JSON, """
                {"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"Requested resource not found"}""");

        assertThat(failed(Calls.of("aws-sdk:dynamodb", "putItem", PUT_ITEM)))
                .isEqualTo(new TaskOutcome.Failed(
                        "DynamoDb.ResourceNotFoundException",
                        "Requested resource not found (Service: DynamoDb, Status Code: 400, Request ID: request-1)"
                                + " (SDK Attempt Count: 1)",
                        Effect.NONE));
    }

    @Test
    void shouldNameErrorsWithoutANameByTheirService() throws Exception {
        server.answers("400 Bad Request", JSON, "{\"__type\":\"ValidationException\",\"message\":\"Invalid name.\"}");

        assertThat(failed(Calls.of("aws-sdk:secretsmanager", "createSecret", "{\"Name\":\"Invalid Name\"}"))
                        .error())
                .isEqualTo("SecretsManager.SecretsManagerException");
    }

    @Test
    void shouldNameErrorsOfS3() throws Exception {
        server.answers("404 Not Found", XML + "x-amz-id-2: more\r\n", """
                <?xml version="1.0"?><Error><Code>NoSuchBucket</Code><Message>The specified bucket does not exist</Message></Error>""");

        assertThat(failed(Calls.of("aws-sdk:s3", "listObjects", "{\"Bucket\":\"none\"}")))
                .isEqualTo(new TaskOutcome.Failed(
                        "S3.NoSuchBucketException",
                        "The specified bucket does not exist (Service: S3, Status Code: 404, Request ID: request-1,"
                                + " Extended Request ID: more) (SDK Attempt Count: 1)",
                        Effect.NONE));
    }

    @Test
    void shouldTellWhatIsKnownOfTheEffect() throws Exception {
        TaskCall call = Calls.of("aws-sdk:dynamodb", "putItem", PUT_ITEM);

        server.answers("500 Oops", JSON, "{\"__type\":\"InternalServerError\",\"message\":\"oops\"}");
        assertThat(failed(call)).satisfies(error -> {
            assertThat(error.error()).isEqualTo("DynamoDb.InternalServerErrorException");
            assertThat(error.effect()).isEqualTo(Effect.UNCERTAIN);
        });
        server.answers(
                "400 Slow", JSON, "{\"__type\":\"ProvisionedThroughputExceededException\",\"message\":\"slow\"}");
        assertThat(failed(call)).satisfies(error -> {
            assertThat(error.error()).isEqualTo("DynamoDb.ProvisionedThroughputExceededException");
            assertThat(error.effect()).isEqualTo(Effect.NONE);
        });
        server.answers("503 Slow", XML, "<Error><Code>SlowDown</Code></Error>");
        assertThat(failed(Calls.of("aws-sdk:s3", "listBuckets", "{}")).effect()).isEqualTo(Effect.NONE);
        server.answers("200 OK", JSON, "no JSON at all");
        assertThat(failed(call)).satisfies(error -> {
            assertThat(error.error()).isEqualTo("DynamoDb.SdkClientException");
            assertThat(error.effect()).isEqualTo(Effect.UNCERTAIN);
        });
        server.then((socket, _) -> socket.close());
        assertThat(failed(call).effect()).isEqualTo(Effect.UNCERTAIN);
    }

    @Test
    void shouldSendNothingTwice() throws Exception {
        server.answers("500 Oops", JSON, "{}").answers("200 OK", JSON, "{}");

        failed(Calls.of("aws-sdk:dynamodb", "putItem", PUT_ITEM));

        assertThat(server.receivedCount()).isOne();
    }

    @Test
    void shouldKnowThatNothingWasSentWithoutAConnection() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        services.close();
        at(URI.create("http://127.0.0.1:" + free));

        TaskOutcome.Failed failed = failed(Calls.of("aws-sdk:dynamodb", "putItem", PUT_ITEM));

        assertThat(failed.error()).isEqualTo("DynamoDb.SdkClientException");
        assertThat(failed.effect()).isEqualTo(Effect.NONE);
    }

    @Test
    void shouldKnowThatNothingWasSentOfARequestWithoutAKey() throws Exception {
        TaskOutcome.Failed failed = failed(Calls.of("aws-sdk:s3", "getObject", "{\"Bucket\":\"b\"}"));

        assertThat(failed.effect()).isEqualTo(Effect.NONE);
        assertThat(failed.error()).isEqualTo("S3.SdkClientException");
        assertThat(server.receivedCount()).isZero();
    }

    @Test
    void shouldGiveUpAtTheDeadline() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        server.then((_, _) -> await(done));
        Instant deadline = Instant.now().plusMillis(200);

        TaskOutcome.Failed failed =
                failed(Calls.of("aws-sdk:dynamodb", "putItem", Pattern.REQUEST_RESPONSE, PUT_ITEM, deadline));

        done.countDown();
        assertThat(failed.cause()).startsWith("No answer within ");
        assertThat(failed.effect()).isEqualTo(Effect.UNCERTAIN);
        assertThat(Duration.between(deadline, Instant.now())).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void shouldSendNothingAfterTheDeadline() throws Exception {
        Instant past = Instant.now().minusSeconds(1);

        assertThat(failed(Calls.of("aws-sdk:dynamodb", "putItem", Pattern.REQUEST_RESPONSE, PUT_ITEM, past))
                        .effect())
                .isEqualTo(Effect.NONE);
        assertThat(server.receivedCount()).isZero();
    }

    @Test
    void shouldBeInterrupted() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        server.then((_, _) -> await(done));
        AtomicReference<Object> result = new AtomicReference<>();
        Thread thread = Thread.ofVirtual().start(() -> {
            try {
                result.set(task.perform(Calls.of("aws-sdk:dynamodb", "putItem", PUT_ITEM)));
            } catch (InterruptedException interrupted) {
                result.set(interrupted);
            }
        });
        server.received();

        thread.interrupt();

        assertThat(thread.join(Duration.ofSeconds(5))).isTrue();
        done.countDown();
        assertThat(result.get()).isInstanceOf(InterruptedException.class);
    }

    @Test
    void shouldNotReadAnswersWithoutEnd() throws Exception {
        server.then((_, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            byte[] more = new byte[1 << 16];
            for (int i = 0; i < 200; i++) out.write(more);
        });

        assertThat(failed(Calls.of("aws-sdk:s3", "getObject", "{\"Bucket\":\"b\",\"Key\":\"k\"}")))
                .isEqualTo(new TaskOutcome.Failed(
                        "States.DataLimitExceeded",
                        "The state/task 'arn:aws:states:::aws-sdk:s3:getObject' returned a result with a size exceeding"
                                + " the maximum number of bytes service limit.",
                        Effect.UNCERTAIN));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
