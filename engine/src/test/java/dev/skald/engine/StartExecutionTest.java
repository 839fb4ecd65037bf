package dev.skald.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.asl.Payload;
import dev.skald.core.Status;
import dev.skald.engine.store.ExecutionQuery;
import dev.skald.engine.store.ExecutionRow;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartExecutionTest {
    private static final String PASS = World.machine("'A': {'Type': 'Pass', 'Result': {'x': 1}, 'End': true}");
    private static final String WAIT = World.machine("'W': {'Type': 'Wait', 'Seconds': 10, 'End': true}");
    private final World world = new World();

    @Test
    void shouldRunToTheEnd() {
        String arn = world.skald.start(world.deploy("order", PASS), "a", World.json("{'in': true}"));
        RunResult result = world.await(arn);
        assertThat(arn).isEqualTo("arn:aws:states:us-east-1:000000000000:execution:order:a");
        assertThat(result.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(result.output()).isEqualTo(World.json("{'x':1}"));
        assertThat(result.input()).isEqualTo(World.json("{'in': true}"));
        assertThat(world.history(arn))
                .containsExactly("ExecutionStarted", "StateEntered", "StateExited", "ExecutionSucceeded");
        assertThat(world.heard).hasSize(4).last().isEqualTo("a:ExecutionSucceeded");
        assertThat(world.skald.statistics().liveExecutions()).isZero();
        assertThat(world.skald.statistics().openExecutions()).isZero();
    }

    @Test
    void shouldReturnRunningExecutionOfSameNameAndInput() {
        String machine = world.deploy("m", WAIT);
        ExecutionRow first = world.skald.startExecution(machine, "a", World.json("{'n':1}"));
        world.clock.advance(Duration.ofSeconds(1));
        assertThat(world.skald.startExecution(machine, "a", World.json("{'n':1}")))
                .isEqualTo(first);
        assertThat(world.skald.statistics().openExecutions()).isEqualTo(1);
        assertThat(world.skald.statistics().liveExecutions()).isEqualTo(1);
    }

    @Test
    void shouldRefuseNameWithOtherInput() {
        String machine = world.deploy("m", WAIT);
        String arn = world.skald.start(machine, "a", World.json("{'n':1}"));
        assertThatThrownBy(() -> world.skald.start(machine, "a", World.json("{'n':2}")))
                .isInstanceOf(ServiceException.class)
                .hasMessage("Execution Already Exists: '" + arn + "'")
                .extracting("code")
                .isEqualTo("ExecutionAlreadyExists");
    }

    @Test
    void shouldRefuseNameOfEndedExecution() {
        String machine = world.deploy("m", PASS);
        world.skald.start(machine, "a", Payload.EMPTY_OBJECT);
        assertThatThrownBy(() -> world.skald.start(machine, "a", Payload.EMPTY_OBJECT))
                .extracting("code")
                .isEqualTo("ExecutionAlreadyExists");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a/b", "", "a:b", "a\u0000", "ü\u0080", "x*", "{}"})
    void shouldRefuseInvalidName(String name) {
        String machine = world.deploy("m", PASS);
        assertThatThrownBy(() -> world.skald.start(machine, name, Payload.EMPTY_OBJECT))
                .hasMessage("Invalid Name: '" + name + "'")
                .extracting("code")
                .isEqualTo("InvalidName");
    }

    @Test
    void shouldRefuseUnknownMachine() {
        String arn = "arn:aws:states:us-east-1:000000000000:stateMachine:no";
        assertThatThrownBy(() -> world.skald.start(arn, null, Payload.EMPTY_OBJECT))
                .hasMessage("State Machine Does Not Exist: '" + arn + "'")
                .extracting("code")
                .isEqualTo("StateMachineDoesNotExist");
        assertThatThrownBy(() -> world.skald.start("no", null, Payload.EMPTY_OBJECT))
                .hasMessage("Invalid Arn: 'Invalid ARN prefix: no'");
    }

    @Test
    void shouldRefuseLargeInput() {
        String machine = world.deploy("m", PASS);
        Payload large = World.json("'" + "x".repeat(262_143) + "'");
        assertThatThrownBy(() -> world.skald.start(machine, null, large))
                .extracting("code")
                .isEqualTo("InvalidExecutionInput");
    }

    @Test
    void shouldRefuseStartsBeyondTheLimit() {
        world.settings(s -> new Settings(s.accountId(), s.region(), s.limits(), 1, 2, s.restAfter(), s.retention(), 0));
        String machine = world.deploy("m", WAIT);
        world.skald.start(machine, null, Payload.EMPTY_OBJECT);
        world.skald.start(machine, null, Payload.EMPTY_OBJECT);
        assertThatThrownBy(() -> world.skald.start(machine, null, Payload.EMPTY_OBJECT))
                .extracting("code")
                .isEqualTo("ExecutionLimitExceeded");
    }

    @Test
    void shouldKeepSearchAttributes() {
        String definition = PASS.replace(
                "{'StartAt'",
                "{'SearchAttributes': {'order.$': '$.id', 'by': 'skald',"
                        + " 'execution.$': '$$.Execution.Name'}, 'StartAt'");
        String arn = world.skald.start(world.deploy("m", definition), "e1", World.json("{'id': 4711}"));
        var query = new ExecutionQuery(null, null, Map.of("order", "4711"), Long.MAX_VALUE, 10);
        assertThat(world.skald.listExecutions(query)).singleElement().satisfies(row -> {
            assertThat(row.arn()).isEqualTo(arn);
            assertThat(row.searchAttributes()).isEqualTo(Map.of("order", "4711", "by", "skald", "execution", "e1"));
        });
    }

    @Test
    void shouldKeepRunningDefinitionOverUpdate() {
        String machine = world.deploy("m", WAIT);
        String arn = world.skald.start(machine, null, Payload.EMPTY_OBJECT);
        world.deploy("m", PASS);
        world.crash();
        assertThat(world.await(arn).output()).isEqualTo(Payload.EMPTY_OBJECT);
        assertThat(world.skald.stateMachineForExecution(arn).definition()).contains("Wait");
        assertThat(world.skald.describeStateMachine(machine).definition()).contains("Pass");
    }

    @Test
    void shouldDescribeWhatItIsIn() {
        String arn = world.skald.start(world.deploy("m", WAIT), "a", Payload.EMPTY_OBJECT);
        ExecutionDescription description = world.skald.describeExecution(arn);
        assertThat(description.result().status()).isEqualTo(Status.RUNNING);
        assertThat(description.events()).isEqualTo(2);
        assertThat(description.openStates()).singleElement().satisfies(state -> {
            assertThat(state.name()).isEqualTo("W");
            assertThat(state.dueAt()).isEqualTo(world.clock.now().plusSeconds(10));
        });
        world.await(arn);
        ExecutionDescription ended = world.skald.describeExecution(arn);
        assertThat(ended.row().status()).isEqualTo(Status.SUCCEEDED);
        assertThat(ended.row().stoppedAt()).isEqualTo(ended.row().startedAt().plusSeconds(10));
        assertThat(ended.events()).isEqualTo(4);
        assertThat(ended.openStates()).isEmpty();
    }

    @Test
    void shouldStopWaitingWhenItTakesTooLong() {
        String arn = world.skald.start(world.deploy("m", WAIT), "a", Payload.EMPTY_OBJECT);
        assertThat(world.skald.await(arn, Duration.ofSeconds(9)).status()).isEqualTo(Status.RUNNING);
        assertThat(world.skald.await(arn, Duration.ofSeconds(2)).status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void shouldRefuseUnknownExecution() {
        String arn = "arn:aws:states:us-east-1:000000000000:execution:m:no";
        for (Runnable call : new Runnable[] {
            () -> world.skald.describeExecution(arn),
            () -> world.skald.stopExecution(arn, null, null),
            () -> world.skald.await(arn, Duration.ofSeconds(1)),
            () -> world.skald.history(arn, 1, 10)
        })
            assertThatThrownBy(call::run)
                    .hasMessage("Execution Does Not Exist: '" + arn + "'")
                    .extracting("code")
                    .isEqualTo("ExecutionDoesNotExist");
    }

    @Test
    void shouldPageHistory() {
        String arn = world.skald.start(world.deploy("m", PASS), "a", Payload.EMPTY_OBJECT);
        assertThat(world.skald.history(arn, 2, 2)).extracting("sequence").containsExactly(2L, 3L);
        assertThat(world.skald.history(arn, 4, 9)).extracting("sequence").containsExactly(4L);
        assertThat(world.skald.history(arn, 5, 9)).isEmpty();
    }
}
