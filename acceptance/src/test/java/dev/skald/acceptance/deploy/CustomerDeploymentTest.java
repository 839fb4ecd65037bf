package dev.skald.acceptance.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skald.acceptance.SourceTree;
import dev.skald.acceptance.api.AwsJson;
import dev.skald.acceptance.services.FaultyWay;
import dev.skald.acceptance.services.FaultyWay.Fault;
import dev.skald.acceptance.services.TestService;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code examples/customer-deployment} is run once per fault, over HTTP, with its functions, an S3 server and DynamoDB Local.
 * Whatever happens, bucket and table hold both records or neither.
 */
@Tag("alone")
class CustomerDeploymentTest {
    private static final String BUCKET = "harbour-deployments-dev";
    private static final String TABLE = "harbour-deployments-dev";
    private static final String KEY = "let-me-in-please-1234";
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MILLIS = 1_000;
    private static final int EVENTS_MAX = 1_000;
    private static final double PAUSE_PRECISION_SECONDS = 0.1;

    @TempDir
    private static Path folder = Path.of("");

    /** No more: on a slow machine the first calls of many functions at once take longer than their states allow. */
    private static final int SIDE_BY_SIDE = 2;

    private static final List<AutoCloseable> OPEN = new ArrayList<>();
    private static SkaldDev skald;
    private static FaultyWay way;
    private static S3Client s3;
    private static DynamoDbClient dynamoDb;
    private static ExecutorService sideBySide;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(SkaldDev.has("node"), "there is no node: the functions of examples/customer-deployment cannot run");
        URI bucket = TestService.S3.address();
        URI table = TestService.DYNAMODB.address();
        way = opened(new FaultyWay(table, ".PutItem"));
        sideBySide = opened(Executors.newFixedThreadPool(SIDE_BY_SIDE));
        var credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));
        s3 = opened(S3Client.builder()
                .endpointOverride(bucket)
                .forcePathStyle(true)
                .region(Region.EU_WEST_1)
                .credentialsProvider(credentials)
                .build());
        dynamoDb = opened(DynamoDbClient.builder()
                .endpointOverride(table)
                .region(Region.EU_WEST_1)
                .credentialsProvider(credentials)
                .build());
        skald = opened(new SkaldDev(
                        folder, environment(bucket, way.address()), project().toString()))
                .start();
    }

    private static <T extends AutoCloseable> T opened(T resource) {
        OPEN.addFirst(resource);
        return resource;
    }

    private static Path project() {
        return SourceTree.root().resolve("examples/customer-deployment").toAbsolutePath();
    }

    private static Map<String, String> environment(URI s3, URI dynamoDb) {
        return Map.of(
                "AWS_ENDPOINT_URL_S3",
                s3.toString(),
                "AWS_ENDPOINT_URL_DYNAMODB",
                dynamoDb.toString(),
                "AWS_ACCESS_KEY_ID",
                "test",
                "AWS_SECRET_ACCESS_KEY",
                "test");
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable each : OPEN) each.close();
    }

    /**
     * One run.
     *
     * @param faults what the functions are asked to do wrong
     * @param deployed whether both records are there at the end; else neither is
     * @param attempts how often a state was tried, and how long after the failure before
     */
    private record Case(String name, Map<String, String> faults, boolean deployed, List<Attempts> attempts) {
        @Override
        public String toString() {
            return name;
        }
    }

    private record Attempts(String state, int count, int pauseSeconds) {}

    private static final String A = "CreateDeploymentS3Path";
    private static final String B = "SaveDeploymentInfoDynamoDb";

    static Stream<Case> quickFaults() {
        return Stream.of(
                new Case("nothing", Map.of(), true, List.of(new Attempts(A, 1, 0), new Attempts(B, 1, 0))),
                failing("function-a", "HandledError", new Attempts(A, 3, 1)),
                failing("function-a", "OutOfOrder", new Attempts(A, 3, 2)),
                failing("function-a", "+HandledError", new Attempts(A, 3, 1)),
                failing("function-b", "HandledError", new Attempts(B, 3, 1)),
                failing("function-b", "OutOfOrder", new Attempts(B, 3, 2)),
                failing("function-b", "+OutOfOrder", new Attempts(B, 3, 2)));
    }

    static Stream<Case> timeOuts() {
        return Stream.of(
                failing("function-a", "TimeOut", new Attempts(A, 2, 2)),
                failing("function-a", "+TimeOut", new Attempts(A, 2, 2)),
                failing("function-b", "TimeOut", new Attempts(B, 3, 1)),
                failing("function-b", "+TimeOut", new Attempts(B, 3, 1)));
    }

    private static Case failing(String function, String fault, Attempts attempts) {
        return new Case(function + " " + fault, Map.of(function, fault), false, List.of(attempts));
    }

    /** Side by side: each waits for its retries most of the time. */
    @Test
    void shouldHoldBothOrNeither() {
        CompletableFuture.allOf(quickFaults().map(this::checked).toArray(CompletableFuture[]::new))
                .join();
    }

    @Test
    @Tag("soak")
    void shouldHoldBothOrNeitherAfterTimeOuts() {
        CompletableFuture.allOf(timeOuts().map(this::checked).toArray(CompletableFuture[]::new))
                .join();
    }

    private CompletableFuture<Void> checked(Case each) {
        return CompletableFuture.runAsync(() -> check(each), sideBySide);
    }

    private void check(Case each) {
        try {
            SkaldDev.Answer answer = post(each.faults());
            assertThat(answer.status()).as(each + ": " + answer.text()).isEqualTo(200);
            Run run = run(answer.json().path("request_id").asString());
            assertThat(run.status()).as(each.name()).isEqualTo("SUCCEEDED");
            assertRecords(each.name(), run.contextId(), each.deployed());
            for (Attempts attempts : each.attempts()) assertAttempts(each.name(), run, attempts);
        } catch (Exception e) {
            throw new AssertionError(each.name(), e);
        }
    }

    @Test
    void shouldRetryWhenTheTableIsThrottled() throws Exception {
        way.next(Fault.THROTTLED);
        way.next(Fault.THROTTLED);
        Run run = run(post(Map.of()).json().path("request_id").asString());
        assertRecords("throttled", run.contextId(), true);
        assertThat(run.attempts(B)).hasSize(3);
    }

    @Test
    void shouldRetryWhenTheConnectionIsCutAfterTheWrite() throws Exception {
        way.next(Fault.CUT_AFTER_THE_EFFECT);
        Run run = run(post(Map.of()).json().path("request_id").asString());
        assertRecords("cut", run.contextId(), true);
        assertThat(run.attempts(B)).hasSize(2);
    }

    private static final String UNDO_A = "BucketPathFallback";
    private static final String UNDO_B = "DynamodbFallback";

    static Stream<Case> failedCompensations() {
        return Stream.of(
                undoing("function-a-compensating", "HandledError", new Attempts(UNDO_A, 3, 1)),
                undoing("function-a-compensating", "OutOfOrder", new Attempts(UNDO_A, 3, 2)),
                undoing("function-b-compensating", "HandledError", new Attempts(UNDO_B, 3, 1)),
                undoing("function-b-compensating", "OutOfOrder", new Attempts(UNDO_B, 3, 2)));
    }

    static Stream<Case> lateCompensations() {
        return Stream.of(
                undoing("function-a-compensating", "TimeOut", new Attempts(UNDO_A, 3, 1)),
                undoing("function-b-compensating", "+TimeOut", new Attempts(UNDO_B, 3, 1)));
    }

    private static Case undoing(String function, String fault, Attempts attempts) {
        Map<String, String> faults = Map.of("function-b", "HandledError", function, fault);
        return new Case(function + " " + fault, faults, false, List.of(attempts));
    }

    /** Nobody knows then what is left: the class is unknown failure, and somebody has to look. */
    @Test
    void shouldTellOfFailedCompensations() throws Exception {
        checkFailedCompensations(failedCompensations().toList());
    }

    @Test
    @Tag("soak")
    void shouldTellOfCompensationsThatTimeOut() throws Exception {
        checkFailedCompensations(lateCompensations().toList());
    }

    private void checkFailedCompensations(List<Case> cases) throws Exception {
        long before = unknownFailures();
        CompletableFuture.allOf(cases.stream().map(this::refused).toArray(CompletableFuture[]::new))
                .join();
        assertThat(unknownFailures()).isEqualTo(before + cases.size());
        assertThat(skald.asked("status")).containsPattern("harbour-cd-add-dev .* " + (before + cases.size()) + "\\s");
    }

    private CompletableFuture<Void> refused(Case each) {
        return CompletableFuture.runAsync(() -> checkRefused(each), sideBySide);
    }

    private void checkRefused(Case each) {
        try {
            SkaldDev.Answer answer = post(each.faults());
            assertThat(answer.status()).as(each + ": " + answer.text()).isEqualTo(500);
            assertThat(answer.text()).doesNotContain("was asked to fail");
            Run run = run(answer.json().path("execution").asString());
            assertThat(run.status()).as(each.name()).isEqualTo("FAILED");
            // What could not be undone is there still: of the path only, since the item was never saved.
            boolean pathLeft = each.faults().containsKey("function-a-compensating");
            assertThat(inBucket(run.contextId()))
                    .as(each + ": the path in the bucket")
                    .isEqualTo(pathLeft);
            assertThat(inTable(run.contextId()))
                    .as(each + ": the item in the table")
                    .isFalse();
            assertThat(skald.api("/executions?class=UnknownFailure").text()).contains(run.arn());
            for (Attempts attempts : each.attempts()) assertAttempts(each.name(), run, attempts);
        } catch (Exception e) {
            throw new AssertionError(each.name(), e);
        }
    }

    @Test
    void shouldKeepWhatFunctionsWrote() throws Exception {
        Run run = run(post(Map.of()).json().path("request_id").asString());
        String ofFunction = skald.api("/functions/harbour-cd-function-a/log").text();
        assertThat(ofFunction).contains("START RequestId").contains("\"state\":\"" + A + "\"");
        String ofExecution = skald.api("/executions/" + run.arn().replace(":", "%3A") + "/function-log")
                .text();
        assertThat(ofExecution).contains("harbour-cd-function-a").contains("harbour-cd-function-b");
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void shouldLetNobodyInWithoutTheKey(Map<String, String> headers) throws Exception {
        HttpRequest.Builder request = skald.trigger("/v1/deployments").POST(HttpRequest.BodyPublishers.ofString("{}"));
        headers.forEach(request::header);
        SkaldDev.Answer answer = skald.send(request);
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).isEqualTo("{\"message\":\"Forbidden\"}");
        assertThat(answer.whole().headers().firstValue("Access-Control-Allow-Origin"))
                .contains("*");
    }

    static Stream<Map<String, String>> strangers() {
        return Stream.of(Map.of(), Map.of("X-Api-Key", "wrong"));
    }

    private static long unknownFailures() throws Exception {
        return skald.api("/status").json().path("unknownFailures").asLong();
    }

    private static SkaldDev.Answer post(Map<String, String> faults) throws Exception {
        ObjectNode body = JSON.createObjectNode().put("customer", "ada");
        faults.forEach(body.putObject("faults")::put);
        return skald.send(skald.trigger("/v1/deployments")
                .header("X-Api-Key", KEY)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    /** What the engine says of a run. */
    private record Run(String arn, String status, String contextId, List<JsonNode> events) {
        /** When each attempt of a state began. */
        List<Instant> attempts(String state) {
            return instants(state, Set.of("LambdaFunctionScheduled"));
        }

        /** How long each attempt of a state but the first was waited for, in seconds: from the failure before it. */
        List<Double> pauses(String state) {
            List<Instant> begun = attempts(state);
            List<Instant> failed = instants(state, Set.of("LambdaFunctionFailed", "LambdaFunctionTimedOut"));
            return IntStream.range(1, begun.size())
                    .mapToObj(i ->
                            Duration.between(failed.get(i - 1), begun.get(i)).toMillis() / 1_000.0)
                    .toList();
        }

        private List<Instant> instants(String state, Set<String> types) {
            List<Instant> instants = new ArrayList<>();
            Map<Long, String> entered = new HashMap<>();
            for (JsonNode event : events) {
                String type = event.path("type").asString();
                long previous = event.path("previousEventId").asLong();
                String within = type.equals("TaskStateEntered")
                        ? event.path("stateEnteredEventDetails").path("name").asString("")
                        : entered.getOrDefault(previous, "");
                entered.put(event.path("id").asLong(), within);
                if (types.contains(type) && within.equals(state))
                    instants.add(Instant.ofEpochMilli(
                            Math.round(event.path("timestamp").asDouble() * MILLIS)));
            }
            return instants;
        }
    }

    private static Run run(String name) throws Exception {
        ObjectNode named = AwsJson.object()
                .put("executionArn", "arn:aws:states:eu-west-1:000000000000:execution:harbour-cd-add-dev:" + name);
        try (AwsJson api = new AwsJson(skald.port())) {
            AwsJson.Answer described = api.call("DescribeExecution", named);
            AwsJson.Answer history =
                    api.call("GetExecutionHistory", named.deepCopy().put("maxResults", EVENTS_MAX));
            List<JsonNode> events = new ArrayList<>();
            history.body().path("events").forEach(events::add);
            String input = described.text("input");
            return new Run(
                    described.text("executionArn"),
                    described.text("status"),
                    JSON.readTree(input).path("contextid").asString(),
                    events);
        }
    }

    private static void assertRecords(String what, String contextId, boolean there) {
        assertThat(inBucket(contextId)).as(what + ": the path in the bucket").isEqualTo(there);
        assertThat(inTable(contextId)).as(what + ": the item in the table").isEqualTo(there);
    }

    private static boolean inBucket(String contextId) {
        try {
            s3.headObject(request -> request.bucket(BUCKET).key("deployments/" + contextId + ".json"));
            return true;
        } catch (NoSuchKeyException absent) {
            return false;
        }
    }

    private static boolean inTable(String contextId) {
        Map<String, AttributeValue> item = dynamoDb.getItem(request -> request.tableName(TABLE)
                        .key(Map.of("contextid", AttributeValue.fromS(contextId)))
                        .consistentRead(true))
                .item();
        return item.containsKey("state") && item.get("state").s().equals("ACTIVE");
    }

    /** The pauses tell the retrier: those of another are a second longer or shorter. The shortest one was not delayed by others. */
    private static void assertAttempts(String what, Run run, Attempts expected) {
        assertThat(run.attempts(expected.state()))
                .as(what + ": attempts of " + expected.state())
                .hasSize(expected.count());
        if (expected.count() == 1) return;
        List<Double> pauses = run.pauses(expected.state());
        assertThat(pauses)
                .as(what + ": pauses before attempts of " + expected.state())
                .allMatch(seconds -> seconds >= expected.pauseSeconds() - PAUSE_PRECISION_SECONDS)
                .anyMatch(seconds -> seconds < expected.pauseSeconds() + 1 - PAUSE_PRECISION_SECONDS);
    }
}
