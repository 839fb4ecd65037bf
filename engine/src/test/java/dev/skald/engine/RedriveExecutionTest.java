package dev.skald.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.asl.Payload;
import dev.skald.core.Status;
import dev.skald.engine.store.ExecutionQuery;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.FaultyStore.Fault;
import dev.skald.engine.task.TaskFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedriveExecutionTest {
    private static final String TWO_TASKS = "'A': {'Type': 'Task', " + World.task("a") + ", 'Next': 'B'},"
            + " 'B': {'Type': 'Task', " + World.task("b") + ", 'End': true}";

    private final World world = new World();
    private final List<String> calls = new ArrayList<>();
    private final AtomicBoolean works = new AtomicBoolean();

    @BeforeEach
    void registerFunctions() {
        world.handler("a", (input, step) -> called("a", step.key(), World.json("{'a': 1}")));
        world.handler("b", (input, step) -> {
            called("b", step.key(), input);
            if (!works.get()) throw new TaskFailure("Broken", "not yet");
            return input;
        });
    }

    private Payload called(String function, String key, Payload output) {
        calls.add(function + " " + key);
        return output;
    }

    private String failed() {
        String arn = world.start(TWO_TASKS);
        assertThat(world.await(arn).error()).isEqualTo("Broken");
        return arn;
    }

    private Instant redrive(String arn) {
        return world.skald.redriveExecution(arn, Redrive.UNCHANGED);
    }

    @Test
    void shouldGoOnWithTheStateThatFailed() {
        String arn = failed();
        works.set(true);
        world.clock.advance(Duration.ofDays(30));

        Instant at = redrive(arn);

        assertThat(at).isEqualTo(world.clock.now());
        RunResult result = world.await(arn);
        assertThat(result.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(result.output()).isEqualTo(World.json("{'a': 1}"));
        assertThat(calls).hasSize(3);
        assertThat(calls.get(2)).isEqualTo(calls.get(1));
        ExecutionRow row = world.skald.describeExecution(arn).row();
        assertThat(row.redriveCount()).isEqualTo(1);
        assertThat(row.redrivenAt()).isEqualTo(at);
        assertThat(world.skald.statistics().openExecutions()).isZero();
        assertThat(world.skald.statistics().liveExecutions()).isZero();
    }

    @Test
    void shouldGoOnAfterRestart() {
        String arn = failed();
        world.crash();
        redrive(arn);
        world.crash();
        works.set(true);
        assertThat(world.await(arn).status()).isIn(Status.SUCCEEDED, Status.FAILED);
        world.crash();
        if (world.await(arn).status() == Status.FAILED) redrive(arn);
        assertThat(world.await(arn).status()).isEqualTo(Status.SUCCEEDED);
        assertThat(calls.stream().filter(call -> call.startsWith("a")).distinct())
                .hasSize(1);
    }

    @Test
    void shouldAnswerTheSameForTheSameToken() {
        String arn = failed();
        Instant first = world.skald.redriveExecution(arn, Redrive.UNCHANGED.withClientToken("t"));
        assertThat(world.await(arn).status()).isEqualTo(Status.FAILED);
        world.crash();
        world.clock.advance(Duration.ofMinutes(10));

        assertThat(world.skald.redriveExecution(arn, Redrive.UNCHANGED.withClientToken("t")))
                .isEqualTo(first);
        assertThat(world.skald.describeExecution(arn).row().redriveCount()).isEqualTo(1);

        world.clock.advance(Duration.ofMinutes(6));
        assertThat(world.skald.redriveExecution(arn, Redrive.UNCHANGED.withClientToken("t")))
                .isAfter(first);
    }

    @Test
    void shouldRefuseWhatRunsOrSucceeded() {
        String running = world.start("'W': {'Type': 'Wait', 'Seconds': 10, 'End': true}");
        refuses(running, Redrive.UNCHANGED, "Execution is RUNNING and cannot be redriven");
        world.await(running);
        refuses(running, Redrive.UNCHANGED, "Execution is SUCCEEDED and cannot be redriven");
        var described = world.skald.describeExecution(running);
        assertThat(world.skald.redriveRefusal(described)).contains("Execution is SUCCEEDED and cannot be redriven");
        assertThat(world.skald.redriveRefusal(world.skald.describeExecution(failed())))
                .isEmpty();
    }

    private void refuses(String arn, Redrive redrive, String message) {
        assertThatThrownBy(() -> world.skald.redriveExecution(arn, redrive))
                .hasMessage(message)
                .extracting("code")
                .isEqualTo("ExecutionNotRedrivable");
    }

    @Test
    void shouldRefuseWhatIsNotThere() {
        String arn = failed().replace(":execution:m:", ":execution:other:");
        assertThatThrownBy(() -> redrive(arn)).extracting("code").isEqualTo("ExecutionDoesNotExist");
    }

    @Test
    void shouldLetNoTokenOfTheRunBeforeEndTheNew() {
        List<String> tokens = new ArrayList<>();
        world.handler("w", (input, step) -> {
            tokens.add(step.taskToken());
            return input;
        });
        String arn = world.start("'T': {'Type': 'Task', 'Resource': 'arn:aws:states:::lambda:invoke.waitForTaskToken',"
                + " 'Parameters': {'FunctionName': 'w', 'Payload': {'t.$': '$$.Task.Token'}}, 'End': true}");
        world.thread.runAll();
        world.skald.stopExecution(arn, null, null);
        redrive(arn);
        world.thread.runAll();

        assertThatThrownBy(() -> world.skald.completeTask(tokens.getFirst(), Payload.EMPTY_OBJECT))
                .extracting("code")
                .isEqualTo("TaskTimedOut");
        world.skald.completeTask(tokens.get(1), Payload.EMPTY_OBJECT);
        assertThat(world.await(arn).status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void shouldRedriveAWaitThatRests() {
        String arn = world.start("'W': {'Type': 'Wait', 'Seconds': 1000, 'End': true}");
        world.clock.advance(Duration.ofSeconds(500));
        world.skald.stopExecution(arn, null, null);
        world.clock.advance(Duration.ofMinutes(10));
        redrive(arn);
        world.clock.advance(Duration.ofMinutes(15));
        assertThat(world.skald.describeExecution(arn).result().status()).isEqualTo(Status.RUNNING);
        world.crash();
        world.clock.advance(Duration.ofSeconds(101));
        assertThat(world.await(arn).status()).isEqualTo(Status.SUCCEEDED);
        assertThat(world.skald.describeExecution(arn).row().redriveCount()).isEqualTo(1);
    }

    @Test
    void shouldBeEndedAgainInTheSameTurn() {
        String arn = world.start("'F': {'Type': 'Fail', 'Error': 'E'}");
        redrive(arn);
        redrive(arn);
        assertThat(world.await(arn).error()).isEqualTo("E");
        assertThat(world.skald.describeExecution(arn).row().redriveCount()).isEqualTo(2);
        assertThat(world.skald.statistics().openExecutions()).isZero();
        world.crash();
        assertThat(world.skald.describeExecution(arn).row().redriveCount()).isEqualTo(2);
    }

    @Test
    void shouldNotRedriveWhatCouldNotBeStored() {
        String arn = failed();
        world.faults = batch -> Fault.BEFORE_COMMIT;
        assertThatThrownBy(() -> redrive(arn)).extracting("code").isEqualTo("InternalFailure");
        world.faults = batch -> Fault.NONE;
        world.clock.advance(Duration.ofSeconds(5));
        assertThat(world.skald.describeExecution(arn).row().redriveCount()).isZero();
        works.set(true);
        redrive(arn);
        assertThat(world.await(arn).status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void shouldListByRedrive() {
        String machine = world.deploy("m", World.machine(TWO_TASKS));
        String redriven = failed();
        String other = failed();
        redrive(redriven);
        world.await(redriven);
        assertThat(list(machine, true)).containsExactly(redriven);
        assertThat(list(machine, false)).containsExactly(other);
    }

    private List<String> list(String machine, boolean redriven) {
        var query = new ExecutionQuery(machine, null, null, redriven, Map.of(), Long.MAX_VALUE, 10);
        return world.skald.listExecutions(query).stream().map(ExecutionRow::arn).toList();
    }

    // Beyond AWS.

    @Test
    void shouldGoOnWithAnotherInput() {
        String arn = failed();
        works.set(true);
        world.skald.redriveExecution(arn, Redrive.UNCHANGED.withInput(World.json("{'mended': true}")));
        assertThat(world.await(arn).output()).isEqualTo(World.json("{'mended': true}"));
    }

    @Test
    void shouldRefuseAnInputForSeveralStates() {
        String arn = world.start("'P': {'Type': 'Parallel', 'End': true, 'Branches': ["
                + "{'StartAt': 'X', 'States': {'X': {'Type': 'Task', " + World.task("b") + ", 'End': true}}},"
                + "{'StartAt': 'Y', 'States': {'Y': {'Type': 'Wait', 'Seconds': 9, 'End': true}}}]}");
        world.await(arn);
        refuses(
                arn,
                Redrive.UNCHANGED.withInput(Payload.EMPTY_OBJECT),
                "A new input is for one state, but 2 would be redriven: X, Y");
    }

    @Test
    void shouldGoOnWithAnotherDefinition() {
        String arn = failed();
        world.skald.redriveExecution(
                arn,
                onto("'A': {'Type': 'Task', " + World.task("a") + ", 'Next': 'B'}, 'B': {'Type': 'Task', "
                        + World.task("a") + ", 'Next': 'C'}, 'C': {'Type': 'Pass', 'End': true}"));
        assertThat(world.await(arn).status()).isEqualTo(Status.SUCCEEDED);
        world.crash();
        assertThat(world.skald.stateMachineForExecution(arn).definition()).contains("'C'".replace('\'', '"'));
        assertThat(world.skald.describeExecution(arn).result().output()).isEqualTo(World.json("{'a': 1}"));
    }

    @Test
    void shouldGoOnWithADefinitionInYaml() {
        String arn = failed();
        String yaml = """
                StartAt: A
                States:
                  A: {Type: Task, Resource: 'arn:aws:lambda:us-east-1:000000000000:function:%s', Next: B}
                  B: {Type: Task, Resource: 'arn:aws:lambda:us-east-1:000000000000:function:a', End: true}
                """;
        refuses(
                arn,
                Redrive.UNCHANGED.withDefinition(yaml.formatted("z")),
                "The execution has visited the state 'A', which differs");
        world.skald.redriveExecution(arn, Redrive.UNCHANGED.withDefinition(yaml.formatted("a")));
        assertThat(world.await(arn).status()).isEqualTo(Status.SUCCEEDED);
    }

    private static Redrive onto(String states) {
        return Redrive.UNCHANGED.withDefinition(World.machine(states).replace('\'', '"'));
    }

    @Test
    void shouldRefuseADefinitionThatDiffersInWhatIsDone() {
        String arn = failed();
        refuses(
                arn,
                onto("'A': {'Type': 'Task', " + World.task("z") + ", 'Next': 'B'}, 'B': {'Type': 'Task', "
                        + World.task("a") + ", 'End': true}"),
                "The execution has visited the state 'A', which differs");
        refuses(
                arn,
                onto("'A': {'Type': 'Task', " + World.task("a") + ", 'Next': 'B'}, 'B': {'Type': 'Pass', 'End': true}"),
                "The state 'B' to redrive is of another type");
        assertThatThrownBy(() -> world.skald.redriveExecution(arn, onto("'A': {'Type': 'Nonsense'}")))
                .extracting("code")
                .isEqualTo("InvalidDefinition");
        assertThat(world.skald.describeExecution(arn).row().redriveCount()).isZero();
    }
}
