package dev.skald.tasks.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.asl.Payload;
import dev.skald.asl.TaskResource;
import dev.skald.asl.TaskResource.Integration;
import dev.skald.asl.TaskResource.Pattern;
import dev.skald.core.Effect;
import dev.skald.engine.task.TaskMocks.Attempt;
import dev.skald.engine.task.TaskMocks.TestCase;
import dev.skald.engine.task.TaskOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class MockConfigurationTest {
    private static final TestCase CASE = new TestCase("order", "Retried");

    private static final TaskResource FUNCTION =
            new TaskResource.LambdaFunction("arn:aws:lambda:us-east-1:000000000000:function:charge");

    @TempDir
    private Path folder;

    private MockConfiguration read(String text) throws IOException {
        Path file = folder.resolve("mocks.json");
        Files.writeString(file, text.replace('\'', '"'));
        return new MockConfiguration(file);
    }

    private MockConfiguration with(String responses) throws IOException {
        return read("{'StateMachines': {'order': {'TestCases': {'Retried': {'Charge': 'charged'}}}}, 'MockedResponses':"
                + " {'charged': " + responses + "}}");
    }

    private static TaskOutcome outcome(MockConfiguration mocks, @Nullable TaskResource resource, int index) {
        return mocks.outcome(new Attempt(CASE, "Charge", resource, index));
    }

    private static Integration integration(String service, String action, Pattern pattern) {
        return new Integration(
                "arn:aws:states:::" + service + ":" + action + pattern.suffix(), service, action, pattern);
    }

    private static String result(TaskOutcome outcome) {
        if (outcome instanceof TaskOutcome.Succeeded(var result)) return result.text();
        throw new AssertionError("it did not succeed: " + outcome);
    }

    @Test
    void shouldBeOneTestCaseWithoutAFile() throws Exception {
        var responses = (ObjectNode)
                Payload.parse("{\"Charge\": {\"0\": {\"Return\": {\"a\": 1}}}}").node();
        MockConfiguration mocks = MockConfiguration.of(CASE, responses);
        assertThat(mocks.has(CASE)).isTrue();
        assertThat(mocks.mocks(CASE, "Ship")).isFalse();
        assertThat(result(outcome(mocks, null, 0))).isEqualTo("{\"a\":1}");
        responses.putObject("Ship").putObject("1");
        assertThatThrownBy(() -> MockConfiguration.of(CASE, responses))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("MockedResponses: Ship.1 must have either Return or Throw.");
    }

    @Test
    void shouldKnowItsTestCases() throws Exception {
        MockConfiguration mocks = with("{'0': {'Return': {}}}");

        assertThat(mocks.has(CASE)).isTrue();
        assertThat(mocks.has(new TestCase("order", "Other"))).isFalse();
        assertThat(mocks.has(new TestCase("other", "Retried"))).isFalse();
        assertThat(mocks.mocks(CASE, "Charge")).isTrue();
        assertThat(mocks.mocks(CASE, "Ship")).isFalse();
    }

    @Test
    void shouldAnswerEachAttempt() throws Exception {
        MockConfiguration mocks =
                with("{'2': {'Return': {'n': 2}}, '0-1': {'Throw': {'Error': 'Busy', 'Cause': 'try again'}}}");

        assertThat(outcome(mocks, FUNCTION, 0))
                .isEqualTo(outcome(mocks, FUNCTION, 1))
                .isEqualTo(new TaskOutcome.Failed("Busy", "try again", Effect.REPORTED));
        assertThat(result(outcome(mocks, FUNCTION, 2))).isEqualTo("{\"n\":2}");
        assertThat(outcome(mocks, FUNCTION, 3))
                .isEqualTo(new TaskOutcome.Failed(
                        "States.Runtime",
                        "The mocked responses 'charged' of the state 'Charge' in the test case 'Retried' have none for"
                                + " attempt 3.",
                        Effect.NONE));
    }

    /** As recorded: the answer of Invoke, of which a function's ARN passes on the payload only. */
    @Test
    void shouldAnswerAsTheServiceWould() throws Exception {
        MockConfiguration invoked = with("{'0': {'Return': {'StatusCode': 200, 'Payload': {'n': 1}}}}");

        assertThat(result(outcome(invoked, FUNCTION, 0))).isEqualTo("{\"n\":1}");
        assertThat(result(outcome(invoked, integration("lambda", "invoke", Pattern.REQUEST_RESPONSE), 0)))
                .isEqualTo("{\"ExecutedVersion\":\"$LATEST\",\"StatusCode\":200,\"Payload\":{\"n\":1}}");
        assertThat(result(outcome(invoked, integration("sqs", "sendMessage", Pattern.REQUEST_RESPONSE), 0)))
                .isEqualTo(result(outcome(invoked, null, 0)))
                .isEqualTo("{\"StatusCode\":200,\"Payload\":{\"n\":1}}");
    }

    @Test
    void shouldCompleteTheAnswerOfANestedExecution() throws Exception {
        Integration nested = integration("states", "startExecution", Pattern.SYNC_2);

        assertThat(result(outcome(with("{'0': {'Return': {'Status': 'SUCCEEDED', 'Output': {}}}}"), nested, 0)))
                .isEqualTo(
                        "{\"RedriveCount\":0,\"RedriveStatus\":\"NOT_REDRIVABLE\",\"RedriveStatusReason\":\"Execution is"
                                + " SUCCEEDED and cannot be redriven\",\"Status\":\"SUCCEEDED\",\"Output\":{}}");
        assertThat(result(outcome(with("{'0': {'Return': [1]}}"), nested, 0))).isEqualTo("[1]");
    }

    @Test
    void shouldAnswerTheStartOfANestedExecution() throws Exception {
        MockConfiguration mocks = with("{'0': {'Return': {'ExecutionArn': 'a', 'StartDate': 'd', 'Output': {}}}}");
        Integration nested = integration("states", "startExecution", Pattern.SYNC);
        Integration job = integration("glue", "startJobRun", Pattern.SYNC);

        assertThat(mocks.submitted(new Attempt(CASE, "Charge", nested, 0)).text())
                .isEqualTo("{\"ExecutionArn\":\"a\",\"StartDate\":\"d\"}");
        assertThat(mocks.submitted(new Attempt(CASE, "Charge", job, 0)).text()).isEqualTo("{}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | MockedResponses.charged has no response for attempt 0.",
                "{'1': {'Return': {}}} | MockedResponses.charged has no response for attempt 0.",
                "{'0': {'Return': {}}, '2': {'Return': {}}} | MockedResponses.charged has no response for attempt 1.",
                "{'0-2': {'Return': {}}, '2': {'Return': {}}} | MockedResponses.charged has two responses for attempt 2.",
                "{'1-0': {'Return': {}}} | MockedResponses.charged.1-0 ends before it begins.",
                "{'first': {'Return': {}}} | MockedResponses.charged.first must be the number of an attempt, as 0, or of several, as 1-3.",
                "{'0': {}} | MockedResponses.charged.0 must have either Return or Throw.",
                "{'0': {'Return': {}, 'Throw': {}}} | MockedResponses.charged.0 must have either Return or Throw.",
                "{'0': {'Retrun': {}}} | MockedResponses.charged.0.Retrun is not known here.",
                "{'0': {'Throw': 'x'}} | MockedResponses.charged.0.Throw must be an object.",
                "{'0': {'Throw': {'Error': 'x'}}} | MockedResponses.charged.0.Throw.Cause must be a string.",
                "[] | MockedResponses.charged must be an object."
            })
    void shouldSayWhatIsWrongWithResponses(String responses, String problem) {
        assertThatThrownBy(() -> with(responses))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(folder.resolve("mocks.json") + ": " + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | : the file must be an object.",
                "{'Statemachines': {}} | : Statemachines is not known here.",
                "{'StateMachines': {'a': {'Cases': {}}}} | : StateMachines.a.Cases is not known here.",
                "{'StateMachines': {'a': {'TestCases': {'b': []}}}} | : StateMachines.a.TestCases.b must be an object.",
                "{'StateMachines': {'a': {'TestCases': {'b': {'S': 1}}}}} | : StateMachines.a.TestCases.b.S must be a string.",
                "{'StateMachines': {'a': {'TestCases': {'b': {'S': 'x'}}}}} | : StateMachines.a.TestCases.b.S names 'x', which MockedResponses has not."
            })
    void shouldSayWhatIsWrongWithTheFile(String text, String problem) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(folder.resolve("mocks.json") + problem);
    }

    @Test
    void shouldSayThatAFileIsNoJson() {
        assertThatThrownBy(() -> read("{"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(folder.resolve("mocks.json") + " is not JSON: ");
        assertThatThrownBy(() -> new MockConfiguration(folder.resolve("none.json")))
                .isInstanceOf(IOException.class);
    }
}
