package dev.skald.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.core.Effect;
import dev.skald.core.EventType;
import dev.skald.core.SagaStatus;
import dev.skald.core.Status;
import dev.skald.engine.Rehearsal.End;
import dev.skald.engine.Rehearsal.Outcome;
import dev.skald.engine.task.TaskMocks;
import dev.skald.engine.task.TaskOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RehearsalTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String FUNCTION = "'Resource': 'arn:aws:lambda:us-east-1:000000000000:function:f'";

    /** By state: the error that each attempt fails with, or null for one that succeeds with its number. */
    private record Script(Map<String, List<String>> errors) implements TaskMocks {
        @Override
        public boolean has(TestCase testCase) {
            return true;
        }

        @Override
        public boolean mocks(TestCase testCase, String state) {
            return errors.containsKey(state);
        }

        @Override
        public TaskOutcome outcome(Attempt attempt) {
            List<String> all = errors.getOrDefault(attempt.state(), List.of());
            String error = attempt.index() < all.size() ? all.get(attempt.index()) : "";
            return error.isEmpty()
                    ? new TaskOutcome.Succeeded(Payload.ofText("{\"attempt\": " + attempt.index() + "}"))
                    : new TaskOutcome.Failed(error, "scripted", Effect.REPORTED);
        }
    }

    private static Outcome run(String states, Map<String, List<String>> errors) {
        String machine = "{'StartAt': 'A', 'Saga': {}, 'States': {" + states + "}}";
        return Rehearsal.run(
                machine.replace('\'', '"'),
                MachineType.STANDARD,
                Payload.ofText("{\"n\": 1}"),
                START,
                new Script(errors));
    }

    private static List<String> types(Outcome outcome) {
        return outcome.events().stream()
                .map(event -> EventType.of(event.detail()))
                .toList();
    }

    @Test
    void shouldLetAYearPassInNoTime() {
        Outcome outcome = run(
                "'A': {'Type': 'Wait', 'Seconds': 31536000, 'Next': 'B'}, 'B': {'Type': 'Task', " + FUNCTION
                        + ", 'Retry': [{'ErrorEquals': ['Busy'], 'IntervalSeconds': 60}], 'End': true}",
                Map.of("B", List.of("Busy", "")));
        assertThat(outcome.end()).isEqualTo(End.ENDED);
        assertThat(outcome.execution().result().output()).isEqualTo(Payload.ofText("{\"attempt\": 1}"));
        assertThat(outcome.time()).isEqualTo(Duration.ofDays(365).plusMinutes(1));
        assertThat(types(outcome)).containsSubsequence("WaitStateEntered", "TaskStateEntered", "RetryScheduled");
    }

    @Test
    void shouldUndoWhatWasDone() {
        Outcome outcome = run(
                "'A': {'Type': 'Task', " + FUNCTION + ", 'Compensate': {" + FUNCTION
                        + "}, 'Next': 'B'}, 'B': {'Type': 'Task', " + FUNCTION + ", 'End': true}",
                Map.of("A", List.of(), "B", List.of("Broken"), "Compensate A", List.of()));
        assertThat(outcome.end()).isEqualTo(End.ENDED);
        assertThat(outcome.execution().result().status()).isEqualTo(Status.FAILED);
        assertThat(outcome.execution().row().sagaStatus()).isEqualTo(SagaStatus.COMPENSATED);
    }

    @Test
    void shouldFailATaskThatHasNoResponse() {
        Outcome outcome = run("'A': {'Type': 'Task', " + FUNCTION + ", 'End': true}", Map.of());
        assertThat(outcome.execution().result().error()).isEqualTo("States.Runtime");
        assertThat(outcome.execution().result().cause()).isEqualTo("There is no response for the state 'A'.");
    }

    /** Whoever would end them: a worker, whoever has the token, a job. */
    @Test
    void shouldEndTasksThatEndLater() {
        Outcome outcome = run(
                "'A': {'Type': 'Task', 'Resource': 'arn:aws:states:us-east-1:000000000000:activity:work', 'Next': 'B'},"
                        + "'B': {'Type': 'Task', 'Resource': 'arn:aws:states:::sqs:sendMessage.waitForTaskToken', 'Next': 'C',"
                        + " 'Parameters': {'QueueUrl': 'q', 'MessageBody': {'t.$': '$$.Task.Token'}}},"
                        + "'C': {'Type': 'Task', 'Resource': 'arn:aws:states:::states:startExecution.sync:2', 'End': true,"
                        + " 'Parameters': {'StateMachineArn': 'arn:aws:states:us-east-1:000000000000:stateMachine:x'}}",
                Map.of("A", List.of(), "B", List.of(), "C", List.of()));
        assertThat(outcome.execution().result().status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void shouldSayThatItWaitsForAPerson() {
        Outcome outcome = run(
                "'A': {'Type': 'Task', " + FUNCTION + ", 'Compensate': {" + FUNCTION
                        + "}, 'Next': 'B'}, 'B': {'Type': 'Fail', 'Error': 'No'}",
                Map.of("A", List.of(), "Compensate A", Collections.nCopies(100, "Stuck")));
        assertThat(outcome.end()).isEqualTo(End.WAITS);
        assertThat(outcome.execution().row().sagaStatus()).isEqualTo(SagaStatus.PARKED);
    }

    @Test
    void shouldEndWhatNeverEnds() {
        Outcome outcome = run(
                "'A': {'Type': 'Choice', 'Choices': [{'Variable': '$.n', 'NumericEquals': 2, 'Next': 'B'}], 'Default': 'A'},"
                        + "'B': {'Type': 'Succeed'}",
                Map.of());
        assertThat(outcome.execution().result().status()).isEqualTo(Status.FAILED);
        assertThat(outcome.events().size()).isLessThanOrEqualTo(Rehearsal.EVENTS_MAX);
        Outcome express = Rehearsal.run("""
                {"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": 1, "Next": "B"}, "C": {"Type": "Succeed"},
                 "B": {"Type": "Choice", "Choices": [{"Variable": "$.n", "IsPresent": true, "Next": "C"}], "Default": "A"}}}
                """, MachineType.EXPRESS, Payload.EMPTY_OBJECT, START, TaskMocks.NONE);
        assertThat(express.execution().result().status()).isEqualTo(Status.TIMED_OUT);
    }

    @Test
    void shouldRefuseWhatIsNoDefinition() {
        assertThatThrownBy(() -> run("'A': {'Type': 'Pass'}", Map.of()))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        refused -> assertThat(refused.code()).isEqualTo("InvalidDefinition"));
    }
}
