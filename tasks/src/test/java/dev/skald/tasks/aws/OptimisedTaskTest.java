package dev.skald.tasks.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.Payload;
import dev.skald.asl.TaskResource.Pattern;
import dev.skald.core.Effect;
import dev.skald.engine.task.JobPerformer;
import dev.skald.engine.task.JobPerformer.JobState;
import dev.skald.engine.task.TaskCall;
import dev.skald.engine.task.TaskOutcome;
import dev.skald.engine.task.TaskPerformer;
import dev.skald.tasks.ScriptedEndpoint;
import dev.skald.tasks.aws.ServiceJob.Standing;
import dev.skald.tasks.events.PutEvents;
import dev.skald.tasks.http.HttpTargets;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OptimisedTaskTest {
    private static final JsonMapper JSON_TEXT = new JsonMapper();
    private static final String JSON = "Content-Type: application/x-amz-json-1.0\r\nx-amzn-RequestId: request-1\r\n";
    private static final String XML = "Content-Type: text/xml\r\nx-amzn-RequestId: request-1\r\n";

    private ScriptedEndpoint server;
    private AwsServices services;
    private AwsTasks tasks;
    private List<TaskPerformer> performers;

    @BeforeEach
    void open() throws IOException {
        server = new ScriptedEndpoint();
        services = new AwsServices(new AwsSettings("us-east-1", server.address(), Map.of(), null, null));
        tasks = new AwsTasks(services, HttpTargets.PUBLIC, null);
        performers = tasks.performers();
    }

    @AfterEach
    void close() throws IOException {
        tasks.close();
        services.close();
        server.close();
    }

    private TaskPerformer performer(TaskCall call) {
        return performers.stream()
                .filter(each -> each.performs(call.resource()))
                .findFirst()
                .orElseThrow();
    }

    private JsonNode succeeded(TaskCall call) throws InterruptedException {
        return switch (performer(call).perform(call)) {
            case TaskOutcome.Succeeded succeeded -> succeeded.result().node();
            case TaskOutcome.Failed failed -> throw new AssertionError(failed);
        };
    }

    private TaskOutcome.Failed failed(TaskCall call) throws InterruptedException {
        return switch (performer(call).perform(call)) {
            case TaskOutcome.Succeeded succeeded -> throw new AssertionError(succeeded);
            case TaskOutcome.Failed failed -> failed;
        };
    }

    private JsonNode sent() throws InterruptedException {
        return JSON_TEXT.readTree(server.received().body());
    }

    // The envelope, and the errors of old.

    @Test
    void shouldAddWhatHttpSaid() throws Exception {
        server.answers("200 OK", JSON, "{\"Item\":{\"id\":{\"S\":\"o1\"}}}");

        assertThat(succeeded(Calls.of("dynamodb", "getItem", "{\"TableName\":\"t\",\"Key\":{\"id\":{\"S\":\"o1\"}}}")))
                .isEqualTo(JSON_TEXT.readTree("""
                        {"Item":{"id":{"S":"o1"}},
                         "SdkHttpMetadata":{
                           "AllHttpHeaders":{"Content-Length":["26"],"Content-Type":["application/x-amz-json-1.0"],"x-amzn-RequestId":["request-1"]},
                           "HttpHeaders":{"Content-Length":"26","Content-Type":"application/x-amz-json-1.0","x-amzn-RequestId":"request-1"},
                           "HttpStatusCode":200},
                         "SdkResponseMetadata":{"RequestId":"request-1"}}"""));
    }

    @Test
    void shouldNameErrorsOfDynamoDb() throws Exception {
        server.answers("400 Bad", JSON, """
                {"__type":"a#ConditionalCheckFailedException","message":"The conditional request failed"}""");
        server.answers("400 Bad", JSON, "{\"__type\":\"ValidationException\",\"message\":\"no\"}");

        TaskCall call = Calls.of("dynamodb", "putItem", "{\"TableName\":\"t\",\"Item\":{}}");

        assertThat(failed(call))
                .isEqualTo(new TaskOutcome.Failed(
                        "DynamoDB.ConditionalCheckFailedException",
                        "The conditional request failed (Service: AmazonDynamoDBv2; Status Code: 400; Error Code:"
                                + " ConditionalCheckFailedException; Request ID: request-1; Proxy: null)",
                        Effect.NONE));
        assertThat(failed(call).error()).isEqualTo("DynamoDB.AmazonDynamoDBException");
    }

    /** As recorded: an absent body is for SQS to refuse. */
    @Test
    void shouldNameErrorsOfSqs() throws Exception {
        server.answers("400 Bad", JSON, """
                {"__type":"com.amazon.coral.service#MissingParameter","message":"The request must contain the parameter MessageBody."}""");

        assertThat(failed(Calls.of("sqs", "sendMessage", "{\"QueueUrl\":\"http://q/1/a\",\"MessageBody\":null}")))
                .isEqualTo(new TaskOutcome.Failed(
                        "SQS.AmazonSQSException",
                        "The request must contain the parameter MessageBody. (Service: AmazonSQS; Status Code: 400;"
                                + " Error Code: MissingParameter; Request ID: request-1; Proxy: null)",
                        Effect.NONE));
        assertThat(sent().has("MessageBody")).isFalse();
    }

    @Test
    void shouldNameErrorsOfSns() throws Exception {
        server.answers("404 Not Found", XML, """
                <ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>NotFound</Code><Message>Topic does not exist</Message></Error><RequestId>request-1</RequestId></ErrorResponse>""");

        assertThat(failed(Calls.of("sns", "publish", "{\"TopicArn\":\"arn:aws:sns:us-east-1:1:t\",\"Message\":\"m\"}")))
                .isEqualTo(new TaskOutcome.Failed(
                        "SNS.NotFoundException",
                        "Topic does not exist (Service: AmazonSNS; Status Code: 404; Error Code: NotFound; Request ID:"
                                + " request-1; Proxy: null)",
                        Effect.NONE));
    }

    @Test
    void shouldSendObjectsAsTheirText() throws Exception {
        server.answers(
                "200 OK", JSON, "{\"MessageId\":\"m1\",\"MD5OfMessageBody\":\"9264c02a0f4163be44ebc9264e797413\"}");

        succeeded(Calls.of(
                "sqs",
                "sendMessage",
                Pattern.WAIT_FOR_TASK_TOKEN,
                "{\"QueueUrl\":\"http://q/1/a\",\"MessageBody\":{\"a\": 1,  \"b\":[true, null]}}",
                null));

        assertThat(sent().path("MessageBody").stringValue()).isEqualTo("{\"a\":1,\"b\":[true,null]}");
    }

    // Events.

    @Test
    void shouldNameTheExecutionAsAResourceOfEvents() throws Exception {
        server.answers("200 OK", JSON, "{\"Entries\":[{\"EventId\":\"e1\"}],\"FailedEntryCount\":0}");

        assertThat(succeeded(Calls.of("events", "putEvents", """
                        {"Entries":[{"Source":"s","DetailType":"t","Detail":{"a":1},"Resources":["mine"]}]}""")))
                .isEqualTo(JSON_TEXT.readTree("{\"Entries\":[{\"EventId\":\"e1\"}],\"FailedEntryCount\":0}"));
        assertThat(sent().path("Entries").path(0)).isEqualTo(JSON_TEXT.readTree("""
                {"Source":"s","DetailType":"t","Detail":"{\\"a\\":1}","Resources":["mine",
                 "arn:aws:states:us-east-1:111111111111:execution:order:o1","arn:aws:states:us-east-1:111111111111:stateMachine:order"]}"""));
    }

    @Test
    void shouldFailWithOneFailedEntry() throws Exception {
        String answer = "{\"Entries\":[{\"EventId\":\"e1\"},{\"ErrorCode\":\"MalformedDetail\",\"ErrorMessage\":"
                + "\"Detail is malformed.\"}],\"FailedEntryCount\":1}";
        server.answers("200 OK", JSON, answer);
        server.answers("200 OK", JSON, "{\"Entries\":[{\"ErrorCode\":\"MalformedDetail\"}],\"FailedEntryCount\":1}");
        TaskCall call = Calls.of("events", "putEvents", "{\"Entries\":[]}");

        assertThat(failed(call)).isEqualTo(new TaskOutcome.Failed("EventBridge.FailedEntry", answer, Effect.UNCERTAIN));
        assertThat(failed(call).effect()).isEqualTo(Effect.NONE);
    }

    @Test
    void shouldPutEventsOntoTheOwnBusWithoutAnEndpoint() throws Exception {
        List<PutEvents.Entry> put = new ArrayList<>();
        PutEvents bus = entries -> {
            put.addAll(entries);
            return List.of(new PutEvents.Result.Accepted("e1"), new PutEvents.Result.Refused("MalformedDetail", "no"));
        };
        TaskCall call = Calls.of("events", "putEvents", """
                {"Entries":[{"Source":"s","DetailType":"t","Detail":{"a":1},"Time":"2026-01-01T00:00:00Z"},{}]}""");
        try (AwsServices elsewhere = new AwsServices(new AwsSettings("us-east-1"))) {
            assertThat(new EventsTask(elsewhere, bus).perform(call))
                    .isEqualTo(new TaskOutcome.Failed(
                            "EventBridge.FailedEntry",
                            "{\"Entries\":[{\"EventId\":\"e1\"},{\"ErrorCode\":\"MalformedDetail\",\"ErrorMessage\":\"no\"}],"
                                    + "\"FailedEntryCount\":1}",
                            Effect.UNCERTAIN));
        }
        assertThat(put.getFirst())
                .isEqualTo(new PutEvents.Entry(
                        "s",
                        "t",
                        "{\"a\":1}",
                        List.of(Calls.EXECUTION, Calls.MACHINE),
                        Instant.parse("2026-01-01T00:00:00Z"),
                        null));
        assertThat(server.receivedCount()).isZero();
    }

    // APIs.

    @Test
    void shouldCallAnApiWhereItIsConfigured() throws Exception {
        server.answers("200 OK", "Content-Type: application/json\r\n", "{\"b\": 2}");

        assertThat(succeeded(Calls.of("apigateway", "invoke", """
                        {"ApiEndpoint":"abc.execute-api.us-east-1.amazonaws.com","Method":"POST","Stage":"dev","Path":"a b/c",
                         "QueryParameters":{"q":["1","x y"]},"Headers":{"X-Mine":["h"]},"RequestBody":{"a": 1}}"""))).isEqualTo(JSON_TEXT.readTree("""
                        {"Headers":{"Content-Length":["8"],"Content-Type":["application/json"]},
                         "ResponseBody":{"b":2},"StatusCode":200,"StatusText":"OK"}"""));
        ScriptedEndpoint.Received request = server.received();
        assertThat(request.head()).startsWith("POST /dev/a%20b/c?q=1&q=x%20y HTTP/1.1\r\n");
        assertThat(request.header("Host")).isEqualTo("abc.execute-api.us-east-1.amazonaws.com");
        assertThat(request.header("X-Mine")).isEqualTo("h");
        assertThat(request.header("Authorization")).isEmpty();
        assertThat(request.body()).isEqualTo("{\"a\":1}");
    }

    @Test
    void shouldSendNullsToAnApiOnlyWhenTheyAreAllowed() throws Exception {
        String call = """
                {"ApiEndpoint":"abc.execute-api.us-east-1.amazonaws.com","Method":"POST",
                 "RequestBody":{"a":1,"b":null,"c":[null,{"d":null,"e":2}]}%s}""";

        server.answers("204 No Content", "", "");
        succeeded(Calls.of("apigateway", "invoke", call.formatted("")));
        assertThat(server.received().body()).isEqualTo("{\"a\":1,\"c\":[null,{\"e\":2}]}");

        server.answers("204 No Content", "", "");
        succeeded(Calls.of("apigateway", "invoke", call.formatted(",\"AllowNullValues\":true")));
        assertThat(server.received().body()).isEqualTo("{\"a\":1,\"b\":null,\"c\":[null,{\"d\":null,\"e\":2}]}");
    }

    @Test
    void shouldSignForAnApiThatAsksWhoCalls() throws Exception {
        server.answers("403 Forbidden", "Content-Type: application/json\r\n", "{\"message\":\"Forbidden\"}");

        assertThat(failed(Calls.of("apigateway", "invoke", """
                        {"ApiEndpoint":"abc.execute-api.us-east-1.amazonaws.com","Method":"GET","AuthType":"IAM_ROLE"}""")))
                .isEqualTo(new TaskOutcome.Failed("ApiGateway.403", "{\"message\":\"Forbidden\"}", Effect.REPORTED));
        assertThat(server.received().header("Authorization"))
                .startsWith("AWS4-HMAC-SHA256 Credential=test/")
                .contains("/us-east-1/execute-api/aws4_request");
    }

    @Test
    void shouldNotCallWhatIsNoPublicApi() throws Exception {
        String address = server.address().toString();

        TaskOutcome.Failed failed =
                failed(Calls.of("apigateway", "invoke", "{\"ApiEndpoint\":\"" + address + "\",\"Method\":\"GET\"}"));

        assertThat(failed.cause()).contains("does not allow it");
        assertThat(failed.effect()).isEqualTo(Effect.NONE);
        assertThat(server.receivedCount()).isZero();
    }

    @Test
    void shouldRefuseWhatNoApiTakes() throws Exception {
        for (String member : List.of(
                "\"Headers\":{\"Host\":[\"x\"]}",
                "\"Headers\":{\"a\":[\"x\\ny\"]}",
                "\"Headers\":{\"a\":[\"満\"]}",
                "\"AuthType\":\"x\"",
                "\"AllowNullValues\":\"true\"",
                "\"Stages\":1"))
            assertThat(failed(Calls.of(
                                    "apigateway",
                                    "invoke",
                                    "{\"ApiEndpoint\":\"a.amazonaws.com\",\"Method\":\"GET\"," + member + "}"))
                            .error())
                    .isEqualTo("States.Runtime");
        assertThat(failed(Calls.of("apigateway", "invoke", "{\"Method\":\"GET\"}"))
                        .cause())
                .endsWith("[The field \"ApiEndpoint\" is required but was missing]");
    }

    // Jobs.

    private static TaskCall job(String service, String action, String parameters) {
        return Calls.of(service, action, Pattern.SYNC, parameters, null);
    }

    private JobState look(TaskCall call, String submitted) throws Exception {
        return ((JobPerformer) performer(call)).look(call, Payload.parse(submitted));
    }

    /** The client of AWS Batch is no dependency: what the service says is given as the mapper would write it. */
    @Test
    void shouldJudgeABatchJob() throws Exception {
        BatchJobs jobs = new BatchJobs();
        JsonNode submitted = JSON_TEXT.readTree("{\"JobId\":\"j1\"}");

        assertThat(jobs.describe(submitted, submitted))
                .contains(new ServiceJob.Request("describeJobs", JSON_TEXT.readTree("{\"Jobs\":[\"j1\"]}")));
        assertThat(jobs.stop(submitted, submitted).parameters().path("JobId").stringValue())
                .isEqualTo("j1");
        assertThat(jobs.standing(batchJob("RUNNABLE"))).isEqualTo(new Standing.Runs());
        assertThat(jobs.standing(batchJob("SUCCEEDED")))
                .isEqualTo(new Standing.Done(batchJob("SUCCEEDED").path("Jobs").path(0)));
        assertThat(jobs.standing(batchJob("FAILED"))).isInstanceOf(Standing.Broke.class);
        assertThat(jobs.standing(JSON_TEXT.readTree("{\"Jobs\":[]}"))).isInstanceOf(Standing.Broke.class);
    }

    private static JsonNode batchJob(String status) {
        return JSON_TEXT.readTree("{\"Jobs\":[{\"JobId\":\"j1\",\"Status\":\"" + status + "\"}]}");
    }

    @Test
    void shouldJudgeAGlueJobRun() throws Exception {
        GlueJobs jobs = new GlueJobs();
        JsonNode parameters = JSON_TEXT.readTree("{\"JobName\":\"n\"}");
        JsonNode submitted = JSON_TEXT.readTree("{\"JobRunId\":\"r1\"}");
        JsonNode done = JSON_TEXT.readTree("{\"JobRun\":{\"JobRunState\":\"SUCCEEDED\"}}");

        assertThat(jobs.describe(parameters, submitted))
                .contains(new ServiceJob.Request(
                        "getJobRun", JSON_TEXT.readTree("{\"JobName\":\"n\",\"RunId\":\"r1\"}")));
        assertThat(jobs.stop(parameters, submitted).parameters())
                .isEqualTo(JSON_TEXT.readTree("{\"JobName\":\"n\",\"JobRunIds\":[\"r1\"]}"));
        assertThat(jobs.standing(done)).isEqualTo(new Standing.Done(done.path("JobRun")));
        assertThat(jobs.standing(JSON_TEXT.readTree("{\"JobRun\":{\"JobRunState\":\"RUNNING\"}}")))
                .isEqualTo(new Standing.Runs());
        assertThat(jobs.standing(JSON_TEXT.readTree("{\"JobRun\":{\"JobRunState\":\"TIMEOUT\"}}")))
                .isInstanceOf(Standing.Broke.class);
    }

    @Test
    void shouldLookAgainWhileAServiceIsOutOfReach() throws Exception {
        TaskCall call = job("ecs", "runTask", "{\"TaskDefinition\":\"d\"}");
        String submitted = "{\"Tasks\":[{\"TaskArn\":\"t1\",\"ClusterArn\":\"c1\"}]}";
        server.answers("500 Oops", JSON, "{}");
        server.answers("400 Slow", JSON, "{\"__type\":\"ThrottlingException\"}");
        server.answers("200 OK", JSON, "{\"tasks\":[{\"lastStatus\":\"RUNNING\"}]}");
        server.answers("400 None", JSON, "{\"__type\":\"ClusterNotFoundException\",\"message\":\"none\"}");

        for (int look = 0; look < 3; look++)
            assertThat(look(call, submitted)).isEqualTo(new JobState.Running(ServiceJob.LOOK_PAUSE));
        assertThat(look(call, submitted))
                .isInstanceOfSatisfying(
                        JobState.Ended.class,
                        ended -> assertThat(ended.outcome())
                                .isInstanceOfSatisfying(
                                        TaskOutcome.Failed.class,
                                        failed ->
                                                assertThat(failed.error()).isEqualTo("ECS.ClusterNotFoundException")));
    }

    @Test
    void shouldJudgeAContainerByItsExitCode() throws Exception {
        TaskCall call = job("ecs", "runTask", "{\"TaskDefinition\":\"d\"}");
        String submitted = "{\"Tasks\":[{\"TaskArn\":\"t1\",\"ClusterArn\":\"c1\"}]}";
        String stopped = "{\"tasks\":[{\"taskArn\":\"t1\",\"lastStatus\":\"STOPPED\",\"stopCode\":"
                + "\"EssentialContainerExited\",\"containers\":[{\"exitCode\":%d}]}]}";
        server.answers("200 OK", JSON, stopped.formatted(0)).answers("200 OK", JSON, stopped.formatted(1));

        assertThat(look(call, submitted))
                .isInstanceOfSatisfying(
                        JobState.Ended.class,
                        ended -> assertThat(ended.outcome()).isInstanceOf(TaskOutcome.Succeeded.class));
        assertThat(look(call, submitted))
                .isInstanceOfSatisfying(
                        JobState.Ended.class,
                        ended -> assertThat(ended.outcome()).isInstanceOf(TaskOutcome.Failed.class));
        assertThat(look(call, "{\"Tasks\":[],\"Failures\":[{\"Reason\":\"RESOURCE:CPU\"}]}"))
                .isInstanceOfSatisfying(
                        JobState.Ended.class,
                        ended -> assertThat(ended.outcome())
                                .isInstanceOfSatisfying(
                                        TaskOutcome.Failed.class,
                                        failed -> assertThat(failed.effect()).isEqualTo(Effect.NONE)));
    }

    @Test
    void shouldStopWhatNobodyWaitsFor() throws Exception {
        TaskCall call = job("ecs", "runTask", "{\"TaskDefinition\":\"d\"}");
        server.answers("200 OK", JSON, "{}");

        ((JobPerformer) performer(call))
                .cancel(call, Payload.parse("{\"Tasks\":[{\"TaskArn\":\"t1\",\"ClusterArn\":\"c1\"}]}"));

        ScriptedEndpoint.Received request = server.received();
        assertThat(request.header("X-Amz-Target")).endsWith(".StopTask");
        assertThat(request.body()).contains("\"task\":\"t1\"", "\"cluster\":\"c1\"");
    }
}
