package dev.skald.tasks.mock;

import dev.skald.asl.Payload;
import dev.skald.core.Effect;
import dev.skald.engine.task.TaskMocks;
import dev.skald.engine.task.TaskOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Test cases of state machines, from a file in the format of Step Functions Local ({@code SFN_MOCK_CONFIG}):
 *
 * <pre>{@code
 * {"StateMachines": {"order": {"TestCases": {"Retried": {"Charge": "busy-then-charged"}}}},
 *  "MockedResponses": {"busy-then-charged": {
 *    "0-1": {"Throw": {"Error": "TerminalBusy", "Cause": "try again"}},
 *    "2": {"Return": {"StatusCode": 200, "Payload": {"charged": 12}}}}}}
 * }</pre>
 *
 * <p>States that a test case does not name are really performed.
 */
public final class MockConfiguration implements TaskMocks {
    /** The largest file, in bytes. */
    public static final int BYTES_MAX = 16 * 1024 * 1024;

    /** By state, of each test case. */
    private final Map<TestCase, Map<String, MockedResponses>> testCases;

    /**
     * Reads a file, once.
     *
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if it is no mock configuration: with the place, and what is wrong there
     */
    public MockConfiguration(Path file) throws IOException {
        if (Files.size(file) > BYTES_MAX)
            throw new IllegalArgumentException(file + " is larger than " + BYTES_MAX + " bytes.");
        this.testCases = MockFile.read(file.toString(), Files.readString(file));
    }

    private MockConfiguration(Map<TestCase, Map<String, MockedResponses>> testCases) {
        this.testCases = testCases;
    }

    /**
     * One test case, with the responses of each state under the state's own name: {@code {"Charge": {"0": {"Return": {}}}}}.
     *
     * @throws IllegalArgumentException if the responses are none: with the place, and what is wrong there
     */
    public static MockConfiguration of(TestCase testCase, ObjectNode responses) {
        return new MockConfiguration(MockFile.read(testCase, responses));
    }

    @Override
    public boolean has(TestCase testCase) {
        return testCases.containsKey(testCase);
    }

    @Override
    public boolean mocks(TestCase testCase, String state) {
        return responses(testCase, state).isPresent();
    }

    @Override
    public TaskOutcome outcome(Attempt attempt) {
        MockedResponses responses = responses(attempt.testCase(), attempt.state())
                .orElseThrow(() -> new IllegalArgumentException("not mocked: " + attempt));
        return responses
                .at(attempt.index())
                .map(response -> response.outcome(attempt.resource()))
                .orElseGet(() -> exhausted(attempt, responses));
    }

    @Override
    public Payload submitted(Attempt attempt) {
        return responses(attempt.testCase(), attempt.state())
                .flatMap(responses -> responses.at(attempt.index()))
                .map(response -> response.submitted(attempt.resource()))
                .orElse(Payload.EMPTY_OBJECT);
    }

    private Optional<MockedResponses> responses(TestCase testCase, String state) {
        return Optional.ofNullable(testCases.getOrDefault(testCase, Map.of()).get(state));
    }

    private static TaskOutcome exhausted(Attempt attempt, MockedResponses responses) {
        String cause = "The mocked responses '" + responses.name() + "' of the state '" + attempt.state()
                + "' in the test case '" + attempt.testCase().name() + "' have none for attempt " + attempt.index()
                + ".";
        return new TaskOutcome.Failed("States.Runtime", cause, Effect.NONE);
    }
}
