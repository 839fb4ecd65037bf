package dev.skald.acceptance.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.acceptance.services.FaultyWay.Fault;
import dev.skald.asl.Payload;
import dev.skald.core.Effect;
import dev.skald.core.Event;
import dev.skald.core.Status;
import dev.skald.engine.RunResult;
import java.net.URI;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** DynamoDB Local, through a way on which things can go wrong; the table is read past it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DynamoDbServiceTest {
    private static final String PUT = """
            {"TableName":"orders","Item":{"id":{"S.$":"$.id"},"lines":{"L":[{"M":{"sku":{"S":"x"},"n":{"N":"2"}}}]},"gone":{"NULL":true}}}""";

    private DynamoDbClient dynamo;
    private FaultyWay way;
    private Services services;
    private String id;

    @BeforeAll
    void createTable() throws Exception {
        URI address = TestService.DYNAMODB.address();
        dynamo = DynamoDbClient.builder()
                .endpointOverride(address)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build();
        dynamo.createTable(table -> table.tableName("orders")
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(id -> id.attributeName("id").attributeType(ScalarAttributeType.S))
                .keySchema(id -> id.attributeName("id").keyType(KeyType.HASH)));
    }

    @AfterAll
    void closeClient() {
        if (dynamo != null) dynamo.close();
    }

    @BeforeEach
    void open() throws Exception {
        id = UUID.randomUUID().toString();
        way = new FaultyWay(TestService.DYNAMODB.address());
        services = new Services(Map.of("dynamodb", way.address()));
    }

    @AfterEach
    void close() {
        services.close();
        way.close();
    }

    private RunResult run(String definition) throws Exception {
        return services.run(definition, "{\"id\":\"" + id + "\"}");
    }

    private Map<String, AttributeValue> item() {
        return dynamo.getItem(
                        get -> get.tableName("orders").consistentRead(true).key(Map.of("id", AttributeValue.fromS(id))))
                .item();
    }

    @Test
    void shouldPutAndGetAnItem() throws Exception {
        assertThat(run(Services.task("dynamodb:putItem", PUT, "")).status()).isEqualTo(Status.SUCCEEDED);

        assertThat(item().get("lines").l().getFirst().m().get("n").n()).isEqualTo("2");
        assertThat(item().get("gone").nul()).isTrue();
        RunResult got = run(Services.task(
                "aws-sdk:dynamodb:getItem",
                "{\"TableName\":\"orders\",\"Key\":{\"id\":{\"S.$\":\"$.id\"}}}",
                ",\"ResultSelector\":{\"lines.$\":\"$.Item.lines\",\"gone.$\":\"$.Item.gone\"}"));
        assertThat(got.output())
                .isEqualTo(
                        Payload.parse(
                                "{\"lines\":{\"L\":[{\"M\":{\"sku\":{\"S\":\"x\"},\"n\":{\"N\":\"2\"}}}]},\"gone\":{\"NULL\":true}}"));
    }

    @Test
    void shouldFailAConditionByItsName() throws Exception {
        run(Services.task("dynamodb:putItem", PUT, ""));

        RunResult again = run(Services.task(
                "dynamodb:putItem",
                PUT.replace("{\"TableName\"", "{\"ConditionExpression\":\"attribute_not_exists(id)\",\"TableName\""),
                ""));

        assertThat(again.error()).isEqualTo("DynamoDB.ConditionalCheckFailedException");
        assertThat(again.cause())
                .startsWith("The conditional request failed (Service: AmazonDynamoDBv2; Status Code: 400;");
        assertThat(failure(again).effect()).isEqualTo(Effect.NONE);
    }

    @Test
    void shouldNameAMissingTable() throws Exception {
        RunResult run = run(Services.task("aws-sdk:dynamodb:scan", "{\"TableName\":\"none\"}", ""));

        assertThat(run.error()).isEqualTo("DynamoDb.ResourceNotFoundException");
        assertThat(run.cause())
                .contains("(Service: DynamoDb, Status Code: 400, Request ID: ")
                .endsWith("(SDK Attempt Count: 1)");
    }

    @Test
    void shouldRetryWhatWasThrottled() throws Exception {
        way.next(Fault.THROTTLED);
        way.next(Fault.THROTTLED);

        RunResult run = run(Services.task("dynamodb:putItem", PUT, """
                ,"Retry":[{"ErrorEquals":["DynamoDB.ProvisionedThroughputExceededException"],"IntervalSeconds":1,"BackoffRate":1.0,"MaxAttempts":2}]"""));

        assertThat(run.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(failure(run).effect()).isEqualTo(Effect.NONE);
        assertThat(item()).isNotEmpty();
    }

    @Test
    void shouldNotKnowWhetherTheWriteHappenedWhoseAnswerIsLost() throws Exception {
        way.next(Fault.CUT_AFTER_THE_EFFECT);

        RunResult run = run(Services.task("dynamodb:putItem", PUT, ""));

        assertThat(run.error()).isEqualTo("DynamoDB.SdkClientException");
        assertThat(failure(run).effect()).isEqualTo(Effect.UNCERTAIN);
        assertThat(item()).isNotEmpty();
    }

    /** The token follows from the visit of the state: DynamoDB takes the retry for the same request. */
    @Test
    void shouldHaveATransactionTakeEffectOnce() throws Exception {
        way.next(Fault.CUT_AFTER_THE_EFFECT);

        RunResult run = run(Services.task("aws-sdk:dynamodb:transactWriteItems", """
                {"TransactItems":[{"Update":{"TableName":"orders","Key":{"id":{"S.$":"$.id"}},"UpdateExpression":"ADD n :one",
                 "ExpressionAttributeValues":{":one":{"N":"1"}}}}]}""", """
                ,"Retry":[{"ErrorEquals":["DynamoDb.SdkClientException"],"IntervalSeconds":1,"MaxAttempts":1}]"""));

        assertThat(run.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(item().get("n").n()).isEqualTo("1");
    }

    private Event.TaskFailed failure(RunResult run) {
        return services.skald().history(run.executionArn(), 0, 100).stream()
                .map(Event::detail)
                .filter(Event.TaskFailed.class::isInstance)
                .map(Event.TaskFailed.class::cast)
                .findFirst()
                .orElseThrow();
    }
}
