package dev.skald.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.Payload;
import dev.skald.core.Status;
import dev.skald.engine.store.ExecutionQuery;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.task.TaskFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What begins anew when states of each kind are redriven, and what does not. Section 3.4 of the reference. */
class RedriveStatesTest {
    private static final String CALLBACK =
            "{'Type': 'Task', 'Resource': 'arn:aws:states:::lambda:invoke.waitForTaskToken',"
                    + " 'Parameters': {'FunctionName': 'token', 'Payload': {'t.$': '$$.Task.Token'}}, 'End': true";

    private final World world = new World();
    private final List<String> tokens = new ArrayList<>();
    private final Map<String, Integer> calls = new TreeMap<>();

    private static String task(String function, String more) {
        return "{'Type': 'Task', " + World.task(function) + more + ", 'End': true}";
    }

    /** Counts its calls by input; fails while the input is in the list. */
    private void function(String name, List<String> failing) {
        world.handler(name, (input, step) -> {
            calls.merge(input.text(), 1, Integer::sum);
            if (failing.contains(input.text())) throw new TaskFailure("Broken", null);
            return input;
        });
    }

    private void tokens() {
        world.handler("token", (input, step) -> {
            tokens.add(String.valueOf(step.taskToken()));
            return input;
        });
    }

    private void redrive(String arn) {
        world.skald.redriveExecution(arn, Redrive.UNCHANGED);
    }

    private Status status(String arn) {
        return world.skald.describeExecution(arn).result().status();
    }

    private void advance(long seconds) {
        world.clock.advance(Duration.ofSeconds(seconds));
    }

    // Time-outs.

    @Test
    void shouldBeginTheTimeoutOfTheMachineAnew() {
        tokens();
        String machine =
                world.deploy("m", "{'StartAt': 'T', 'TimeoutSeconds': 100, 'States': {'T': " + CALLBACK + "}}}");
        String arn = world.skald.start(machine, "e", Payload.EMPTY_OBJECT);
        advance(100);
        assertThat(status(arn)).isEqualTo(Status.TIMED_OUT);
        advance(5_000);

        redrive(arn);
        advance(99);
        assertThat(status(arn)).isEqualTo(Status.RUNNING);
        world.crash();
        advance(1);
        assertThat(status(arn)).isEqualTo(Status.TIMED_OUT);

        redrive(arn);
        world.thread.runAll();
        advance(50);
        world.skald.completeTask(tokens.getLast(), World.json("{'done': 1}"));
        assertThat(world.await(arn).output()).isEqualTo(World.json("{'done': 1}"));
        advance(1_000);
        assertThat(status(arn)).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void shouldBeginTheTimeoutAndTheHeartbeatOfATaskAnew() {
        tokens();
        String arn = world.start("'T': " + CALLBACK + ", 'TimeoutSeconds': 100, 'HeartbeatSeconds': 60}");
        world.thread.runAll();
        advance(50);
        world.skald.stopExecution(arn, null, null);
        advance(1_000);

        redrive(arn);
        world.thread.runAll();
        advance(59);
        assertThat(status(arn)).isEqualTo(Status.RUNNING);
        world.skald.heartbeat(tokens.getLast());
        advance(40);
        assertThat(status(arn)).isEqualTo(Status.RUNNING);
        world.crash();
        advance(1);
        assertThat(world.await(arn).error()).isEqualTo("States.Timeout");
        assertThat(status(arn)).isEqualTo(Status.FAILED);
    }

    // Retries.

    @Test
    void shouldBeginTheRetriesAnew() {
        function("f", List.of("{}"));
        String arn = world.start("'T': "
                + task("f", ", 'Retry': [{'ErrorEquals': ['Broken'], 'MaxAttempts': 2, 'IntervalSeconds': 10}]"));
        world.await(arn);
        assertThat(calls).containsEntry("{}", 3);

        redrive(arn);
        world.crash();
        assertThat(world.await(arn).error()).isEqualTo("Broken");
        assertThat(calls).containsEntry("{}", 6);
    }

    @Test
    void shouldNotWaitForARetryThatWasAhead() {
        function("f", List.of("{}"));
        String arn = world.start("'T': "
                + task("f", ", 'Retry': [{'ErrorEquals': ['Broken'], 'MaxAttempts': 1, 'IntervalSeconds': 1000}]"));
        world.thread.runAll();
        advance(10);
        world.skald.stopExecution(arn, null, null);
        redrive(arn);
        world.thread.runAll();
        assertThat(calls).containsEntry("{}", 2);
        advance(991);
        assertThat(status(arn)).isEqualTo(Status.RUNNING);
        advance(9);
        assertThat(status(arn)).isEqualTo(Status.FAILED);
        assertThat(calls).containsEntry("{}", 3);
    }

    // Waits.

    @Test
    void shouldWaitForATimestampThatHasPassedNoLonger() {
        String arn = world.start("'W': {'Type': 'Wait', 'Timestamp': '2026-01-02T00:00:00Z', 'End': true}");
        world.skald.stopExecution(arn, null, null);
        world.clock.advance(Duration.ofDays(2));
        redrive(arn);
        world.thread.runAll();
        assertThat(status(arn)).isEqualTo(Status.SUCCEEDED);
    }

    // Branches and iterations.

    @Test
    void shouldRedriveOnlyTheBranchesThatHaveNotEnded() {
        List<String> failing = new ArrayList<>(List.of("{\"b\":2}"));
        function("f", failing);
        String arn = world.start("'P': {'Type': 'Parallel', 'End': true, 'Branches': ["
                + branch("A", "{'Type': 'Pass', 'Result': {'b': 1}, 'Next': 'A2'}, 'A2': " + task("f", ""))
                + ", "
                + branch(
                        "B",
                        "{'Type': 'Wait', 'Seconds': 10, 'Next': 'B2'}, 'B2': {'Type': 'Pass',"
                                + " 'Result': {'b': 2}, 'Next': 'B3'}, 'B3': " + task("f", ""))
                + ", " + branch("C", "{'Type': 'Wait', 'Seconds': 100, 'End': true}") + "]}");
        assertThat(world.await(arn).error()).isEqualTo("Broken");

        failing.clear();
        redrive(arn);
        world.crash();
        advance(99);
        assertThat(status(arn)).isEqualTo(Status.RUNNING);
        assertThat(calls).containsEntry("{\"b\":1}", 1).containsEntry("{\"b\":2}", 2);
        advance(1);
        assertThat(world.await(arn).output()).isEqualTo(World.json("[{'b':1},{'b':2},{}]"));
    }

    private static String branch(String first, String states) {
        return "{'StartAt': '" + first + "', 'States': {'" + first + "': " + states + "}}";
    }

    @Test
    void shouldRedriveOnlyTheIterationsThatHaveNotEnded() {
        List<String> failing = new ArrayList<>(List.of("3"));
        function("f", failing);
        String machine = world.deploy(
                "m",
                World.machine("'M': {'Type': 'Map', 'End': true, 'MaxConcurrency': 1,"
                        + " 'ItemProcessor': {'StartAt': 'I', 'States': {'I': " + task("f", "") + "}}}"));
        String arn = world.skald.start(machine, "e", World.json("[1, 2, 3, 4, 5]"));
        assertThat(world.await(arn).error()).isEqualTo("Broken");
        assertThat(calls).doesNotContainKeys("4", "5");

        redrive(arn);
        assertThat(world.await(arn).error()).isEqualTo("Broken");
        failing.clear();
        redrive(arn);
        world.crash();

        assertThat(world.await(arn).output()).isEqualTo(World.json("[1,2,3,4,5]"));
        assertThat(calls)
                .containsEntry("1", 1)
                .containsEntry("2", 1)
                .containsEntry("3", 3)
                .containsEntry("5", 1);
    }

    // Nested executions.

    @Test
    void shouldStartAnotherChildAndHearNoMoreOfTheFirst() {
        List<String> failing = new ArrayList<>(List.of("{\"n\":1}"));
        function("f", failing);
        String child = world.deploy(
                "child",
                World.machine("'C': " + task("f", "").replace("'End': true", "'Next': 'W'")
                        + ", 'W': {'Type': 'Wait', 'Seconds': 50, 'End': true}"));
        String arn = world.start("'N': {'Type': 'Task', 'Resource': 'arn:aws:states:::states:startExecution.sync:2',"
                + " 'Parameters': {'StateMachineArn': '" + child + "', 'Input': {'n': 1}}, 'OutputPath': '$.Name',"
                + " 'End': true}");
        assertThat(world.await(arn).error()).isEqualTo("States.TaskFailed");
        String first = children(child).getFirst();

        failing.clear();
        redrive(first);
        world.thread.runAll();
        advance(20);
        redrive(arn);
        world.thread.runAll();
        assertThat(children(child)).hasSize(2);
        advance(35);
        assertThat(status(first)).isEqualTo(Status.SUCCEEDED);
        assertThat(status(arn)).isEqualTo(Status.RUNNING);
        world.crash();
        String second = children(child).getFirst();
        assertThat(world.await(arn).output().text())
                .isEqualTo("\"" + second.substring(second.lastIndexOf(':') + 1) + "\"");
    }

    /** Newest first. */
    private List<String> children(String machine) {
        return world.skald.listExecutions(new ExecutionQuery(machine, null, Map.of(), Long.MAX_VALUE, 10)).stream()
                .map(ExecutionRow::arn)
                .toList();
    }
}
