package dev.skald.acceptance.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.Payload;
import dev.skald.core.Status;
import dev.skald.engine.RunResult;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SqsServiceTest {
    private static final int WAIT_SECONDS_MAX = 10;

    private SqsClient sqs;
    private Services services;
    private String queue;

    @BeforeEach
    void open() throws Exception {
        URI address = TestService.SQS.address();
        services = new Services(Map.of("sqs", address));
        sqs = SqsClient.builder()
                .endpointOverride(address)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build();
        queue = sqs.createQueue(create -> create.queueName("q-" + UUID.randomUUID()))
                .queueUrl();
    }

    @AfterEach
    void close() {
        services.close();
        sqs.close();
    }

    private Message received() {
        List<Message> messages = sqs.receiveMessage(receive -> receive.queueUrl(queue)
                        .waitTimeSeconds(WAIT_SECONDS_MAX)
                        .messageAttributeNames("All"))
                .messages();
        assertThat(messages).hasSize(1);
        return messages.getFirst();
    }

    @Test
    void shouldSendAMessageWithAttributes() throws Exception {
        RunResult run = services.run(Services.task("sqs:sendMessage", """
                {"QueueUrl":"%s","MessageBody":{"order": {"n":1}},
                 "MessageAttributes":{"kind":{"DataType":"String","StringValue":"new"}}}""".formatted(queue), ""), "{}");

        assertThat(run.status()).as(run.toString()).isEqualTo(Status.SUCCEEDED);
        Message message = received();
        assertThat(message.body()).isEqualTo("{\"order\":{\"n\":1}}");
        assertThat(message.messageAttributes().get("kind").stringValue()).isEqualTo("new");
        JsonNode output = run.output().node();
        assertThat(output.path("MessageId").stringValue()).isEqualTo(message.messageId());
        assertThat(output.path("SdkHttpMetadata").path("HttpStatusCode").intValue())
                .isEqualTo(200);
    }

    @Test
    void shouldWaitForWhoeverGotTheToken() throws Exception {
        String arn = services.start(
                Services.task(
                        "sqs:sendMessage.waitForTaskToken",
                        "{\"QueueUrl\":\"" + queue + "\",\"MessageBody\":{\"token.$\":\"$$.Task.Token\"}}",
                        ""),
                "{}");

        String token =
                new JsonMapper().readTree(received().body()).path("token").stringValue();
        services.skald().completeTask(token, Payload.parse("{\"done\":true}"));

        assertThat(services.await(arn).output()).isEqualTo(Payload.parse("{\"done\":true}"));
    }

    @Test
    void shouldNameAMissingQueue() throws Exception {
        RunResult run = services.run(
                Services.task("sqs:sendMessage", "{\"QueueUrl\":\"" + queue + "-none\",\"MessageBody\":\"m\"}", ""),
                "{}");

        assertThat(run.error()).isEqualTo("SQS.QueueDoesNotExistException");
        assertThat(run.cause()).contains("(Service: AmazonSQS; Status Code: 400; Error Code: ");
    }
}
