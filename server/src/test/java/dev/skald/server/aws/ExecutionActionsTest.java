package dev.skald.server.aws;

import static dev.skald.server.RunningServer.PASS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.server.RunningServer;
import dev.skald.server.RunningServer.Reply;
import dev.skald.server.json.JsonReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ExecutionActionsTest {
    private static final String WAIT =
            "{\"StartAt\":\"W\",\"States\":{\"W\":{\"Type\":\"Wait\",\"Seconds\":1000,\"End\":true}}}";

    private static RunningServer server;
    private static String pass;
    private static String wait;
    private static String express;

    @BeforeAll
    static void start() throws Exception {
        server = RunningServer.start();
        pass = server.create("pass", PASS);
        wait = server.create("wait", WAIT);
        express = server.create("express", PASS, "EXPRESS");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Reply of(String action, String executionArn) throws Exception {
        return server.call(action, "{\"executionArn\":\"" + executionArn + "\"}");
    }

    @Test
    void shouldDescribeAnExecutionThatSucceeded() throws Exception {
        String arn = server.start(pass, "one", "{\"a\": 1}");
        server.skald.await(arn, Duration.ofSeconds(10));

        ObjectNode json = (ObjectNode) of("DescribeExecution", arn).json();

        assertThat(json.path("startDate").isNumber()).isTrue();
        assertThat(json.path("stopDate").isNumber()).isTrue();
        json.remove(List.of("startDate", "stopDate"));
        assertThat(json).isEqualTo(JsonReader.trusted("""
                        {"executionArn":"arn:aws:states:us-east-1:000000000000:execution:pass:one",
                         "stateMachineArn":"arn:aws:states:us-east-1:000000000000:stateMachine:pass",
                         "name":"one","status":"SUCCEEDED","input":"{\\"a\\": 1}","inputDetails":{"included":true},
                         "output":"{\\"done\\":true}","outputDetails":{"included":true},"redriveCount":0,
                         "redriveStatus":"NOT_REDRIVABLE",
                         "redriveStatusReason":"Execution is SUCCEEDED and cannot be redriven"}
                        """));
    }

    @Test
    void shouldStartTheSameExecutionOnce() throws Exception {
        String body = "{\"stateMachineArn\":\"" + wait + "\",\"name\":\"same\",\"input\":\"{}\"}";

        Reply first = server.call("StartExecution", body);
        Reply second = server.call("StartExecution", body);
        Reply other = server.call("StartExecution", body.replace("\"{}\"", "\"[]\""));

        assertThat(second.json()).isEqualTo(first.json());
        assertThat(other.type()).isEqualTo("ExecutionAlreadyExists");
        assertThat(other.message())
                .isEqualTo("Execution Already Exists: '"
                        + first.json().path("executionArn").asString() + "'");
    }

    @Test
    void shouldRefuseInputThatIsNoJson() throws Exception {
        assertThat(startWith("not some json"))
                .isEqualTo(
                        "Invalid State Machine Execution Input: 'Unrecognized token 'not': was expecting (JSON String,"
                                + " Number, Array, Object or token 'null', 'true' or 'false')'");
        assertThat(startWith("")).isEqualTo("Invalid State Machine Execution Input: 'Invalid execution input.'");
        assertThat(startWith("{'not': 'json'"))
                .isEqualTo("Invalid State Machine Execution Input: 'Unexpected character (''' (code 39)): was expecting"
                        + " double-quote to start field name'");
    }

    private static String startWith(String input) throws Exception {
        ObjectNode in = JsonReader.newObject().put("stateMachineArn", pass).put("input", input);
        Reply reply = server.call("StartExecution", in.toString());
        assertThat(reply.type()).isEqualTo("InvalidExecutionInput");
        return reply.message();
    }

    @Test
    void shouldStopAnExecutionOnce() throws Exception {
        String arn = server.start(wait, "stopped", "{}");

        Reply first =
                server.call("StopExecution", "{\"executionArn\":\"" + arn + "\",\"error\":\"E\",\"cause\":\"C\"}");
        Reply second = of("StopExecution", arn);
        JsonNode described = of("DescribeExecution", arn).json();

        assertThat(first.json().path("stopDate").isNumber()).isTrue();
        assertThat(second.json()).isEqualTo(first.json());
        assertThat(described.path("status").asString()).isEqualTo("ABORTED");
        assertThat(described.path("error").asString()).isEqualTo("E");
        assertThat(described.path("redriveStatus").asString()).isEqualTo("REDRIVABLE");
        assertThat(described.has("redriveStatusReason")).isFalse();
    }

    @Test
    void shouldRedriveWhatWasStopped() throws Exception {
        String arn = server.start(wait, "redriven", "{}");
        Reply early = of("RedriveExecution", arn);
        of("StopExecution", arn);

        String request = "{\"executionArn\":\"" + arn + "\",\"clientToken\":\"t-1\"}";
        Reply redriven = server.call("RedriveExecution", request);
        Reply again = server.call("RedriveExecution", request);
        JsonNode described = of("DescribeExecution", arn).json();
        JsonNode listed = server.call(
                        "ListExecutions", "{\"stateMachineArn\":\"" + wait + "\",\"redriveFilter\":\"REDRIVEN\"}")
                .json();

        assertThat(early.type()).isEqualTo("ExecutionNotRedrivable");
        assertThat(early.message()).isEqualTo("Execution is RUNNING and cannot be redriven");
        assertThat(redriven.json().path("redriveDate").isNumber()).isTrue();
        assertThat(again.json()).isEqualTo(redriven.json());
        assertThat(described.path("status").asString()).isEqualTo("RUNNING");
        assertThat(described.path("redriveCount").asInt()).isEqualTo(1);
        assertThat(described.path("redriveDate")).isEqualTo(redriven.json().path("redriveDate"));
        assertThat(described.path("redriveStatus").asString()).isEqualTo("NOT_REDRIVABLE");
        assertThat(described.path("redriveStatusReason").asString())
                .isEqualTo("Execution is RUNNING and cannot be redriven");
        assertThat(described.has("stopDate")).isFalse();
        assertThat(listed.path("executions").size()).isEqualTo(1);
        assertThat(listed.path("executions").get(0).path("redriveCount").asInt())
                .isEqualTo(1);
        of("StopExecution", arn);
    }

    @Test
    void shouldShowTheHistoryInPagesBothWays() throws Exception {
        String arn = server.start(pass, "paged", "{}");
        server.skald.await(arn, Duration.ofSeconds(10));

        assertThat(ids(arn, false)).containsExactly(1, 2, 3, 4);
        assertThat(ids(arn, true)).containsExactly(4, 3, 2, 1);
    }

    private static List<Integer> ids(String arn, boolean reverse) throws Exception {
        List<Integer> ids = new ArrayList<>();
        ObjectNode in = JsonReader.newObject().put("executionArn", arn).put("maxResults", 3);
        in.put("reverseOrder", reverse);
        JsonNode page = server.call("GetExecutionHistory", in.toString()).json();
        page.path("events").forEach(event -> ids.add(event.path("id").asInt()));
        assertThat(ids).hasSize(3);
        in.put("nextToken", page.path("nextToken").asString());
        page = server.call("GetExecutionHistory", in.toString()).json();
        page.path("events").forEach(event -> ids.add(event.path("id").asInt()));
        assertThat(page.has("nextToken")).isFalse();
        return ids;
    }

    @Test
    void shouldLeaveExecutionDataOutOfTheHistory() throws Exception {
        String arn = server.start(pass, "bare", "{}");
        server.skald.await(arn, Duration.ofSeconds(10));

        JsonNode events = server.call(
                        "GetExecutionHistory", "{\"executionArn\":\"" + arn + "\",\"includeExecutionData\":false}")
                .json()
                .path("events");

        assertThat(events.get(1).path("stateEnteredEventDetails").toString()).isEqualTo("{\"name\":\"A\"}");
        assertThat(events.get(3).path("executionSucceededEventDetails").toString())
                .isEqualTo("{}");
    }

    @Test
    void shouldListTheNewestFirst() throws Exception {
        String machine = server.create("listed", PASS);
        for (String name : List.of("x", "y", "z"))
            server.skald.await(server.start(machine, name, "{}"), Duration.ofSeconds(10));
        ObjectNode in = JsonReader.newObject().put("stateMachineArn", machine).put("maxResults", 2);

        JsonNode first = server.call("ListExecutions", in.toString()).json();
        in.put("nextToken", first.path("nextToken").asString());
        JsonNode second = server.call("ListExecutions", in.toString()).json();
        Reply filtered = server.call(
                "ListExecutions", in.deepCopy().put("statusFilter", "RUNNING").toString());
        in.remove("nextToken");
        JsonNode running = server.call(
                        "ListExecutions", in.put("statusFilter", "RUNNING").toString())
                .json();

        assertThat(first.path("executions").get(0).path("name").asString()).isEqualTo("z");
        assertThat(second.path("executions").get(0).path("name").asString()).isEqualTo("x");
        assertThat(second.has("nextToken")).isFalse();
        assertThat(filtered.type()).isEqualTo("InvalidToken");
        assertThat(running.path("executions").size()).isZero();
    }

    @Test
    void shouldShowTheConfigurationOfTheVersionThatRan() throws Exception {
        String machine = server.create("configured", PASS);
        String version = server.call("PublishStateMachineVersion", "{\"stateMachineArn\":\"" + machine + "\"}")
                .json()
                .path("stateMachineVersionArn")
                .asString();
        server.call(
                "UpdateStateMachine",
                "{\"stateMachineArn\":\"" + machine + "\",\"tracingConfiguration\":{\"enabled\":true}}");

        assertThat(tracedAs(server.start(version, "old", "{}"))).isFalse();
        assertThat(tracedAs(server.start(machine, "new", "{}"))).isTrue();
    }

    private static boolean tracedAs(String executionArn) throws Exception {
        return of("DescribeStateMachineForExecution", executionArn)
                .json()
                .path("tracingConfiguration")
                .path("enabled")
                .asBoolean();
    }

    @Test
    void shouldKeepHalvesOfSurrogatePairs() throws Exception {
        Reply reply = server.call(
                "StartExecution",
                "{\"stateMachineArn\":\"" + pass + "\",\"name\":\"half\",\"input\":\"\\\"\\ud83d\\\"\"}");
        String arn = reply.json().path("executionArn").asString();
        server.await(arn);

        assertThat(of("DescribeExecution", arn).json().path("input").asString()).isEqualTo("\"\uD83D\"");
        assertThat(of("GetExecutionHistory", arn).status()).isEqualTo(200);
    }

    @Test
    void shouldWantExactlyOneThingToListExecutionsOf() throws Exception {
        assertThat(server.call("ListExecutions", "{}").type()).isEqualTo("ValidationException");
    }

    @Test
    void shouldRunAnExpressMachineAndWait() throws Exception {
        Reply reply = server.call(
                "StartSyncExecution", "{\"stateMachineArn\":\"" + express + "\",\"input\":\"{}\",\"name\":\"n\"}");

        ObjectNode json = (ObjectNode) reply.json();
        assertThat(json.path("executionArn").asString())
                .matches("arn:aws:states:us-east-1:000000000000:express:express:n:[0-9a-f-]{36}");
        json.remove(List.of("executionArn", "startDate", "stopDate"));
        assertThat(json).isEqualTo(JsonReader.trusted("""
                        {"stateMachineArn":"%s","name":"n","status":"SUCCEEDED","input":"{}",
                         "inputDetails":{"included":true},"output":"{\\"done\\":true}","outputDetails":{"included":true},
                         "billingDetails":{"billedMemoryUsedInMB":64,"billedDurationInMilliseconds":100}}
                        """.formatted(express)));
    }

    private static Reply traced(String action, String machine, String name, String httpHeader) throws Exception {
        String body = "{\"stateMachineArn\":\"" + machine + "\",\"name\":\"" + name
                + "\",\"traceHeader\":\"Root=1-5759e988-bd862e3fe1be46a994272793\"}";
        var request = server.awsRequest("AWSStepFunctions." + action, body);
        if (!httpHeader.isEmpty()) request.header("X-Amzn-Trace-Id", httpHeader);
        return server.send(request.build());
    }

    private static String describedTrace(String name, String httpHeader) throws Exception {
        Reply started = traced("StartExecution", pass, name, httpHeader);
        return of("DescribeExecution", started.json().path("executionArn").asString())
                .json()
                .path("traceHeader")
                .asString();
    }

    @Test
    void shouldShowUnderWhichTraceAnExecutionWasStarted() throws Exception {
        String member = "Root=1-5759e988-bd862e3fe1be46a994272793";
        assertThat(describedTrace("t1", "")).isEqualTo(member);
        assertThat(describedTrace("t2", "Root=1-2;Sampled=1")).isEqualTo("Root=1-2;Sampled=1");
        assertThat(describedTrace("t3", "x".repeat(257))).isEqualTo(member);
        assertThat(traced("StartSyncExecution", express, "t4", "").json().path("traceHeader"))
                .hasToString("\"" + member + "\"");
        assertThat(traced("StartSyncExecution", express, "t5", "Root=1-2")
                        .json()
                        .path("traceHeader"))
                .hasToString("\"Root=1-2\"");
    }

    private static final String NO_RUN =
            "arn:aws:states:us-east-1:000000000000:mapRun:m/l:00000000-0000-0000-0000-000000000000";

    @Test
    void shouldSayWhatARefusalIsAbout() throws Exception {
        String described = "{\"mapRunArn\":\"" + NO_RUN + "\"}";
        Reply noRun = server.call("DescribeMapRun", described);
        assertThat(noRun.type()).isEqualTo("ResourceNotFound");
        assertThat(noRun.json().path("resourceName").asString()).isEqualTo(NO_RUN);

        Reply nothingToUpdate = server.call("UpdateMapRun", described);
        assertThat(nothingToUpdate.type()).isEqualTo("ValidationException");
        assertThat(nothingToUpdate.json().path("reason").asString()).isEqualTo("MISSING_REQUIRED_PARAMETER");

        String gone = pass.replace("pass", "gone");
        Reply untagged = server.call("ListTagsForResource", "{\"resourceArn\":\"" + gone + "\"}");
        assertThat(untagged.json().path("resourceName").asString()).isEqualTo(gone);
    }

    @Test
    void shouldTellStandardAndExpressApart() throws Exception {
        String started = server.start(express, "e", "{}");

        assertThat(server.call("StartSyncExecution", "{\"stateMachineArn\":\"" + pass + "\"}")
                        .message())
                .isEqualTo("This operation is not supported by this type of state machine");
        assertThat(server.call("ListExecutions", "{\"stateMachineArn\":\"" + express + "\"}")
                        .type())
                .isEqualTo("StateMachineTypeNotSupported");
        for (String action : List.of("DescribeExecution", "StopExecution", "GetExecutionHistory"))
            assertThat(of(action, started).message())
                    .isEqualTo("Invalid Arn: 'Resource type not valid in this context: express'");
    }

    @Test
    void shouldShowTheDefinitionAnExecutionRuns() throws Exception {
        String machine = server.create("updated", WAIT);
        String arn = server.start(machine, "old", "{}");
        server.call(
                "UpdateStateMachine",
                JsonReader.newObject()
                        .put("stateMachineArn", machine)
                        .put("definition", PASS)
                        .toString());

        JsonNode json = of("DescribeStateMachineForExecution", arn).json();

        assertThat(json.path("definition").asString()).isEqualTo(WAIT);
        assertThat(json.path("updateDate").isNumber()).isTrue();
        assertThat(json.has("type")).isFalse();
    }

    @Test
    void shouldNameAnExecutionThatIsNot() throws Exception {
        String arn = "arn:aws:states:us-east-1:000000000000:execution:pass:never";

        assertThat(of("DescribeExecution", arn).message()).isEqualTo("Execution Does Not Exist: '" + arn + "'");
        assertThat(of("GetExecutionHistory", "x").message()).isEqualTo("Invalid Arn: 'Invalid ARN prefix: x'");
    }
}
