package dev.skald.server.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.server.RunningServer;
import dev.skald.server.RunningServer.Reply;
import dev.skald.server.json.JsonReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class TestStateTest {
    private static final String START =
            "{'Type': 'Task', 'Resource': 'arn:aws:states:::states:startExecution', 'End': true}";
    private static final String SYNC =
            "{'Type': 'Task', 'Resource': 'arn:aws:states:::states:startExecution.sync:2', 'End': true}";
    private static final String PARALLEL =
            "{'Type': 'Parallel', 'Branches': [{'StartAt': 'B', 'States': {'B': {'Type': 'Succeed'}}}], 'End': true}";

    private static RunningServer server;

    @BeforeAll
    static void start() throws Exception {
        server = RunningServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Reply test(String definition, String members) throws Exception {
        ObjectNode request = (ObjectNode) JsonReader.trusted("{" + members.replace('\'', '"') + "}");
        request.put("definition", definition.replace('\'', '"'));
        return server.call("TestState", request.toString());
    }

    private static String mock(String result) {
        return "'mock': {'result': '" + result.replace("\"", "\\\"") + "'}";
    }

    private static void assertRefused(Reply reply, String code, String message) {
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("__type").asString()).isEqualTo(code);
        assertThat(reply.json().path("message").asString()).isEqualTo(message);
    }

    @Test
    void shouldShowWhatAPassDoes() throws Exception {
        Reply reply = test("{'Type': 'Pass', 'Result': 7, 'Next': 'X'}", "'inspectionLevel': 'TRACE'");
        assertThat(reply.json()).isEqualTo(JsonReader.trusted("""
                {"output":"7","nextState":"X","status":"SUCCEEDED","inspectionData":
                 {"input":"{}","result":"7","afterResultSelector":"7","afterResultPath":"7"}}"""));
    }

    @Test
    void shouldShowNothingAtLevelInfo() throws Exception {
        JsonNode json = test("{'Type': 'Fail', 'Error': 'E'}", "'input': '1'").json();
        assertThat(json).isEqualTo(JsonReader.trusted("{\"error\":\"E\",\"status\":\"FAILED\"}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"ExecutionArn\": \"a\"} | Required field 'StartDate' is missing",
                "{\"ExecutionArn\": 1, \"StartDate\": \"d\"} | Field 'ExecutionArn' must be a string",
                "{\"ExecutionArn\": \"\", \"StartDate\": \"d\"} | Field 'ExecutionArn' is smaller than the minimum length",
            })
    void shouldCheckAMockedResultAgainstTheModelOfTheService(String result, String violation) throws Exception {
        assertRefused(
                test(START, mock(result)), "ValidationException", "Mock result schema validation error: " + violation);
    }

    @Test
    void shouldCheckTheResultOfASyncTaskAgainstWhatIsPolled() throws Exception {
        String known =
                "\"ExecutionArn\": \"a\", \"StateMachineArn\": \"m\", \"StartDate\": \"d\", \"Output\": {\"b\": 1}";
        assertRefused(
                test(SYNC, mock("{" + known + "}")),
                "ValidationException",
                "Mock result schema validation error: Required field 'Status' is missing");
        Reply fine = test(SYNC, mock("{" + known + ", \"Status\": \"SUCCEEDED\"}"));
        assertThat(fine.json().path("status").asString()).isEqualTo("SUCCEEDED");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "[ | Mocked result must be valid JSON",
                "{} | Mocked result must be an array.",
                "[1,2] | Mocked result must contain the same number of items as number of Parallel branches.",
            })
    void shouldRefuseResultsThatAParallelCannotHave(String result, String message) throws Exception {
        assertRefused(test(PARALLEL, mock(result)), "ValidationException", message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'Execution': {'Name': 1}} | Execution.Name must be a string",
                "{'Other': {}} | Field 'Other' is not allowed",
                "{'Map': {}} | 'Map' field is not supported when mocking a Context object",
                "{'Task': {}} | Context object contains 'Task' when state is not a Task state with a '.sync' or"
                        + " '.waitForTaskToken' service integration pattern",
            })
    void shouldRefuseContextObjectsThatThereCannotBe(String context, String reason) throws Exception {
        String member = "'context': '" + context.replace("'", "\\\"") + "', 'mock': {'errorOutput': {}}";
        assertRefused(test(START, member), "ValidationException", "Invalid Context object provided: " + reason);
    }

    @Test
    void shouldPerformOnlyWhatAnswersAtOnceAndWithARole() throws Exception {
        assertRefused(
                test(START, "'input': '{}'"),
                "ValidationException",
                "RoleArn must be specified when testing a Task state");
        assertThat(test(SYNC, "'roleArn': 'arn:aws:iam::000000000000:role/r'")
                        .json()
                        .path("__type")
                        .asString())
                .isEqualTo("InvalidDefinition");
    }

    private static final String MAP = "{'Type': 'Map', 'ItemReader': {'Resource': 'arn:aws:states:::s3:getObject',"
            + " 'Parameters': {'Bucket': 'b', 'Key': 'k'}, 'ReaderConfig': {%s}},"
            + " 'ItemBatcher': {'MaxItemsPerBatch': 2}, 'ItemProcessor': {'ProcessorConfig': {'Mode':"
            + " 'DISTRIBUTED', 'ExecutionType': 'EXPRESS'}, 'StartAt': 'T', 'States': {'T': {'Type': 'Pass',"
            + " 'Parameters': {'v.$': '$$.Map.Item.Value', 'i.$': '$$.Map.Item.Index'}, 'End': true}}},"
            + " 'End': true}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'InputType': 'CSV', 'CSVHeaderLocation': 'FIRST_ROW' | a\\n1\\n2\\n3"
                        + " | [{\"Items\":[{\"a\":\"1\"},{\"a\":\"2\"}]},{\"Items\":[{\"a\":\"3\"}]}]",
                "'InputType': 'JSONL' | 1\\n2\\n3 | [{\"Items\":[1,2]},{\"Items\":[3]}]",
                "'InputType': 'JSON', 'ItemsPointer': '/x' | {\\\"x\\\": [1,2,3]} | [{\"Items\":[1,2]},{\"Items\":[3]}]",
            })
    void shouldReadTheDataOfAReaderInItsFormat(String config, String data, String batches) throws Exception {
        Reply reply = test(
                MAP.formatted(config),
                "'inspectionLevel': 'DEBUG', 'stateConfiguration': {'mapItemReaderData': '" + data + "'}, "
                        + mock("[]"));
        assertThat(reply.json().path("inspectionData").path("afterItemBatcher").asString())
                .isEqualTo(batches);
    }

    @Test
    void shouldFailOnDataOfAReaderThatIsNotOfItsFormat() throws Exception {
        Reply reply = test(
                MAP.formatted("'InputType': 'JSON'"),
                "'stateConfiguration': {'mapItemReaderData': '7'}, " + mock("[]"));
        assertThat(reply.json().path("error").asString()).isEqualTo("States.ItemReaderFailed");
    }

    @Test
    void shouldGiveAStateWithinAMapTheFirstItem() throws Exception {
        String machine = "{'StartAt': 'M', 'States': {'M': " + MAP.formatted("'InputType': 'JSON'") + "}}";
        Reply reply = test(machine, "'stateName': 'T', 'input': '8'");
        assertThat(reply.json().path("output").asString()).isEqualTo("{\"v\":8,\"i\":0}");
    }

    @Test
    void shouldKnowTheStateThatAnErrorIsCausedBy() throws Exception {
        assertRefused(
                test(PARALLEL, "'stateConfiguration': {'errorCausedByState': 'X'}, 'mock': {'errorOutput': {}}"),
                "ValidationException",
                "State not found in definition");
        assertThat(test(PARALLEL, "'stateConfiguration': {'errorCausedByState': 'B'}, 'mock': {'errorOutput': {}}")
                        .json()
                        .path("status")
                        .asString())
                .isEqualTo("FAILED");
    }
}
