package dev.skald.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.asl.Payload;
import dev.skald.core.Effect;
import dev.skald.engine.store.ExecutionQuery;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.task.TaskMocks;
import dev.skald.engine.task.TaskOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Executions that run as a test case, in virtual time, with crashes. */
class MockedTasksTest {
    private static final String RETRIED =
            ", 'Retry': [{'ErrorEquals': ['Busy'], 'IntervalSeconds': 5, 'BackoffRate': 1, 'MaxAttempts': 9}]";

    private final World world = new World();
    private final AtomicInteger performed = new AtomicInteger();
    private final Cases cases = new Cases();

    @BeforeEach
    void mock() {
        world.handler("f", (input, step) -> {
            performed.incrementAndGet();
            return World.json("'performed'");
        });
        world.mocks(cases);
    }

    /** Mocks the state T of the case "case": the first attempts fail, the others return their number. */
    private static final class Cases implements TaskMocks {
        int failures;
        boolean known = true;
        final List<Attempt> attempts = new ArrayList<>();

        @Override
        public boolean has(TestCase testCase) {
            return known && testCase.equals(new TestCase("m", "case"));
        }

        @Override
        public boolean mocks(TestCase testCase, String state) {
            return has(testCase) && state.equals("T");
        }

        @Override
        public TaskOutcome outcome(Attempt attempt) {
            attempts.add(attempt);
            return attempt.index() < failures
                    ? new TaskOutcome.Failed("Busy", "later", Effect.REPORTED)
                    : new TaskOutcome.Succeeded(World.json("{'attempt':" + attempt.index() + "}"));
        }
    }

    private static String task(String more) {
        return "'T': {'Type': 'Task', " + World.task("f") + more + "}";
    }

    private String start(String states) {
        return world.skald.start(world.deploy("m", World.machine(states)) + "#case", "e", Payload.EMPTY_OBJECT);
    }

    private RunResult run(String states) {
        return world.await(start(states));
    }

    @Test
    void shouldAnswerInsteadOfPerforming() {
        String arn = start(task(", 'End': true"));
        assertThat(world.await(arn).output()).isEqualTo(World.json("{'attempt':0}"));
        assertThat(world.history(arn)).contains("TaskScheduled", "TaskStarted", "TaskSucceeded");
        assertThat(arn).endsWith(":execution:m:e");
        assertThat(performed).hasValue(0);
    }

    @Test
    void shouldPerformWhatTheCaseDoesNotMock() {
        String other = task(", 'End': true").replace("'T':", "'U':");
        assertThat(run(other).output()).isEqualTo(World.json("'performed'"));
        assertThat(world.skald
                        .describeExecution(world.skald.start(
                                world.deploy("m", World.machine(task(", 'End': true"))), "real", Payload.EMPTY_OBJECT))
                        .row()
                        .searchAttributes())
                .isEmpty();
        assertThat(performed).hasValue(2);
    }

    @Test
    void shouldCountTheAttemptsOfAStateOverRetriesAndVisits() {
        cases.failures = 2;
        RunResult result = run(task(RETRIED + ", 'Next': 'C'")
                + ", 'C': {'Type': 'Choice', 'Choices': [{'Variable': '$.attempt', 'NumericLessThan': 4, 'Next': 'T'}],"
                + " 'Default': 'End'}, 'End': {'Type': 'Succeed'}");
        assertThat(result.output()).isEqualTo(World.json("{'attempt':4}"));
        assertThat(cases.attempts.stream().map(TaskMocks.Attempt::index).distinct())
                .containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void shouldGoOnWithTheCaseAfterACrash() {
        cases.failures = 3;
        String arn = start(task(RETRIED + ", 'End': true"));
        for (int i = 0; i < 4; i++) {
            world.thread.runAll();
            world.crash();
            world.clock.advance(Duration.ofSeconds(5));
        }
        assertThat(world.await(arn).output()).isEqualTo(World.json("{'attempt':3}"));
        assertThat(performed).hasValue(0);
    }

    @Test
    void shouldPerformNothingWhenTheCaseIsGone() {
        cases.failures = 1;
        String arn = start(task(RETRIED + ", 'End': true"));
        world.thread.runAll();
        cases.known = false;
        world.crash();
        RunResult result = world.await(arn);
        assertThat(result.error()).isEqualTo("States.Runtime");
        assertThat(result.cause())
                .contains("The mock configuration has no test case 'case' of the state machine 'm' any more.");
        assertThat(performed).hasValue(0);
    }

    @Test
    void shouldEndATaskThatWaitsForItsToken() {
        String arn = start("'T': {'Type': 'Task', 'Resource': 'arn:aws:states:::lambda:invoke.waitForTaskToken',"
                + " 'Parameters': {'FunctionName': 'f', 'Payload': {'token.$': '$$.Task.Token'}}, 'End': true}");
        assertThat(world.await(arn).output()).isEqualTo(World.json("{'attempt':0}"));
        assertThat(world.history(arn))
                .containsSubsequence("TaskScheduled", "TaskStarted", "TaskSubmitted", "TaskSucceeded");
    }

    @Test
    void shouldFailATaskThatWaitsForItsToken() {
        cases.failures = 1;
        String arn = start("'T': {'Type': 'Task', 'Resource': 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',"
                + " 'Parameters': {'QueueUrl': 'q', 'MessageBody': {'token.$': '$$.Task.Token'}}, 'End': true}");
        assertThat(world.await(arn).error()).isEqualTo("Busy");
        assertThat(world.history(arn)).containsSubsequence("TaskSubmitted", "TaskFailed");
    }

    @Test
    void shouldEndAJobAndCancelNone() {
        String nested = "'T': {'Type': 'Task', 'Resource': 'arn:aws:states:::states:startExecution.sync:2',"
                + " 'Parameters': {'StateMachineArn': 'none'}, 'End': true}";
        String arn = start(nested);
        assertThat(world.await(arn).output()).isEqualTo(World.json("{'attempt':0}"));
        assertThat(world.history(arn)).containsSubsequence("TaskStarted", "TaskSubmitted", "TaskSucceeded");
    }

    @Test
    void shouldEndAnActivity() {
        String activity = world.skald.createActivity("worker", "{}").arn();
        String arn = start("'T': {'Type': 'Task', 'Resource': '" + activity + "', 'End': true}");
        assertThat(world.await(arn).output()).isEqualTo(World.json("{'attempt':0}"));
        assertThat(world.history(arn)).containsSubsequence("TaskScheduled", "TaskStarted", "TaskSucceeded");
    }

    @Test
    void shouldRunExpressExecutionsAsTheCase() {
        String machine = world.express("m", World.machine(task(", 'End': true")));
        RunResult result = world.skald.startSyncExecution(machine + "#case", null, Payload.EMPTY_OBJECT, null);
        assertThat(result.output()).isEqualTo(World.json("{'attempt':0}"));
        assertThat(performed).hasValue(0);
    }

    @Test
    void shouldRunTheChildrenOfMapRunsAsTheCase() {
        String machine = world.deploy(
                "m",
                World.machine("'Each': {'Type': 'Map', 'Label': 'each', 'ItemProcessor': {'ProcessorConfig': {'Mode':"
                        + " 'DISTRIBUTED', 'ExecutionType': 'STANDARD'}, 'StartAt': 'T', 'States': {"
                        + task(", 'End': true") + "}}, 'End': true}"));
        String arn = world.skald.start(machine + "#case", "e", World.json("[1, 2]"));
        assertThat(world.await(arn).output()).isEqualTo(World.json("[{'attempt':0},{'attempt':0}]"));
        assertThat(performed).hasValue(0);
    }

    @Test
    void shouldRefuseACaseThatThereIsNot() {
        String machine = world.deploy("m", World.machine(task(", 'End': true")));
        for (String name : List.of("other", "", "case#case")) {
            assertThatThrownBy(() -> world.skald.start(machine + "#" + name, null, Payload.EMPTY_OBJECT))
                    .hasMessage("Invalid Arn: 'The mock configuration has no test case " + machine + "#" + name + "'")
                    .extracting("code")
                    .isEqualTo("InvalidArn");
        }
        var all = new ExecutionQuery(machine, null, null, null, Map.of(), Long.MAX_VALUE, 9);
        assertThat(world.skald.listExecutions(all)).isEmpty();
    }

    @Test
    void shouldFindExecutionsByTheirCase() {
        String machine = world.deploy("m", World.machine(task(", 'End': true")));
        String arn = world.skald.start(machine + "#case", "e", Payload.EMPTY_OBJECT);
        world.skald.start(machine, "f", Payload.EMPTY_OBJECT);
        var query = new ExecutionQuery(machine, null, null, null, Map.of("skald:testCase", "case"), Long.MAX_VALUE, 9);
        assertThat(world.skald.listExecutions(query))
                .extracting(ExecutionRow::arn)
                .containsExactly(arn);
    }

    @Test
    void shouldLetNoMachineNameItsCase() {
        String machine = world.deploy(
                "m",
                World.machine(task(", 'End': true"))
                        .replaceFirst("\\{", "{'SearchAttributes': {'skald:testCase': 'case'}, "));
        assertThatThrownBy(() -> world.skald.start(machine, null, Payload.EMPTY_OBJECT))
                .hasMessageContaining("names that begin with 'skald:' are Skald's own");
    }
}
