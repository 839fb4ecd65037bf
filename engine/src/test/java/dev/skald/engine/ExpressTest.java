package dev.skald.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.asl.Payload;
import dev.skald.core.Status;
import dev.skald.engine.task.StepContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpressTest {
    private static final String TASKS = World.machine("'A': {'Type': 'Task', " + World.task("f") + ", 'Next': 'B'},"
            + " 'B': {'Type': 'Task', " + World.task("f") + ", 'End': true}");
    private static final String WAIT = World.machine("'W': {'Type': 'Wait', 'Seconds': %s, 'End': true}");

    private final World world = new World();
    private final List<StepContext> steps = new ArrayList<>();

    private void registerFunction() {
        world.handler("f", (input, step) -> {
            steps.add(step);
            return input;
        });
    }

    @Test
    void shouldRunSynchronouslyAndKeepNothing() {
        registerFunction();
        String machine = world.express("x", TASKS);
        RunResult result = world.skald.startSyncExecution(machine, "n", World.json("{'a': 1}"));
        assertThat(result.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(result.output()).isEqualTo(World.json("{'a': 1}"));
        assertThat(result.executionArn()).matches("arn:aws:states:us-east-1:000000000000:express:x:n:[0-9a-f-]{36}");
        assertThat(world.skald.statistics().commits()).isZero();
        assertThat(world.skald.statistics().liveExecutions()).isZero();
        assertThatThrownBy(() -> world.skald.describeExecution(result.executionArn()))
                .extracting("code")
                .isEqualTo("ExecutionDoesNotExist");
    }

    @Test
    void shouldTimeOutSynchronousExecutionAfterFiveMinutes() {
        String machine = world.express("x", WAIT.formatted("400"));
        RunResult result = world.skald.startSyncExecution(machine, null, Payload.EMPTY_OBJECT);
        assertThat(result.status()).isEqualTo(Status.TIMED_OUT);
        assertThat(Duration.between(result.startedAt(), result.stoppedAt())).isEqualTo(Duration.ofMinutes(5));
        assertThat(world.skald.statistics().liveExecutions()).isZero();
    }

    @Test
    void shouldRefuseSynchronousStartOfStandardMachine() {
        String machine = world.deploy("m", WAIT.formatted("1"));
        assertThatThrownBy(() -> world.skald.startSyncExecution(machine, null, Payload.EMPTY_OBJECT))
                .hasMessage("This operation is not supported by this type of state machine")
                .extracting("code")
                .isEqualTo("StateMachineTypeNotSupported");
    }

    @Test
    void shouldStoreStartAndEndOfAsynchronousExecution() {
        registerFunction();
        String machine = world.express("x", TASKS);
        String arn = world.skald.start(machine, "n", World.json("{'a': 1}"));
        assertThat(world.skald.describeExecution(arn).row().name()).isEqualTo("n");
        assertThat(world.await(arn).output()).isEqualTo(World.json("{'a': 1}"));
        assertThat(world.skald.statistics().commits()).isEqualTo(2);
        assertThat(world.history(arn)).containsExactly("ExecutionStarted", "ExecutionSucceeded");
        ExecutionDescription description = world.skald.describeExecution(arn);
        assertThat(description.result().status()).isEqualTo(Status.SUCCEEDED);
        assertThat(description.row().name()).isEqualTo("n");
        assertThat(world.await(arn).input()).isEqualTo(World.json("{'a': 1}"));
    }

    @Test
    void shouldStoreShortExecutionAtOnce() {
        String machine = world.express("x", World.machine("'P': {'Type': 'Pass', 'End': true}"));
        String arn = world.skald.start(machine, null, Payload.EMPTY_OBJECT);
        assertThat(world.await(arn).status()).isEqualTo(Status.SUCCEEDED);
        assertThat(world.skald.statistics().commits()).isEqualTo(1);
    }

    @Test
    void shouldGiveTheSameNameAgain() {
        String machine = world.express("x", World.machine("'P': {'Type': 'Pass', 'End': true}"));
        String first = world.skald.start(machine, "n", Payload.EMPTY_OBJECT);
        String second = world.skald.start(machine, "n", Payload.EMPTY_OBJECT);
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void shouldRunAgainAfterCrashWithTheSameKeys() {
        registerFunction();
        String machine = world.express("x", TASKS);
        String arn = world.skald.start(machine, "n", Payload.EMPTY_OBJECT);
        while (steps.size() < 2) world.thread.runOne();
        world.crash();
        assertThat(world.await(arn).status()).isEqualTo(Status.SUCCEEDED);
        assertThat(steps).hasSize(4);
        assertThat(steps.get(2).key()).isEqualTo(steps.get(0).key());
        assertThat(steps.get(3).key()).isEqualTo(steps.get(1).key());
        assertThat(world.history(arn)).containsExactly("ExecutionStarted", "ExecutionSucceeded");
    }

    @Test
    void shouldKeepLatestHistoriesWhenAsked() {
        world.settings(
                s -> new Settings(s.accountId(), s.region(), s.limits(), 64, 100, s.restAfter(), s.retention(), 2));
        String machine = world.express("x", World.machine("'P': {'Type': 'Pass', 'End': true}"));
        List<String> arns = new ArrayList<>();
        for (int i = 0; i < 3; i++)
            arns.add(world.skald
                    .startSyncExecution(machine, null, Payload.EMPTY_OBJECT)
                    .executionArn());
        assertThat(world.history(arns.get(2)))
                .containsExactly("ExecutionStarted", "StateEntered", "StateExited", "ExecutionSucceeded");
        assertThat(world.skald.describeExecution(arns.get(1)).result().status()).isEqualTo(Status.SUCCEEDED);
        assertThatThrownBy(() -> world.history(arns.get(0))).extracting("code").isEqualTo("ExecutionDoesNotExist");
    }
}
