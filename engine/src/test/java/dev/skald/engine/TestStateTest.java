package dev.skald.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.Asl;
import dev.skald.asl.Payload;
import dev.skald.core.StateOutcome;
import dev.skald.core.StateOutcome.Ending;
import dev.skald.core.StateTest;
import dev.skald.engine.task.TaskFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestStateTest {
    private final World world = new World();

    private StateOutcome test(String state) {
        if (!(Asl.parseState(state.replace('\'', '"'), null) instanceof Asl.ParsedState.Found found))
            throw new AssertionError("invalid: " + state);
        var setup = new StateTest.Setup(Payload.ofText("{\"a\":1}"), Map.of(), null, null, 0, null, 0);
        return world.skald.testState(found, "arn:aws:iam::000000000000:role/r", setup);
    }

    @Test
    void shouldPerformTheTask() {
        world.handler("f", (input, step) -> World.json("{'got': " + input + "}"));
        StateOutcome outcome = test("{'Type': 'Task', " + World.task("f") + ", 'End': true}");
        assertThat(outcome.ending()).isEqualTo(Ending.SUCCEEDED);
        assertThat(outcome.output()).isEqualTo(World.json("{'got': {'a':1}}"));
    }

    @Test
    void shouldAnswerWithARetryInsteadOfRetrying() {
        world.handler("f", (input, step) -> {
            throw new TaskFailure("Busy", "because");
        });
        Instant before = world.clock.now();
        StateOutcome outcome = test("{'Type': 'Task', " + World.task("f")
                + ", 'Retry': [{'ErrorEquals': ['Busy'], 'IntervalSeconds': 60}], 'End': true}");
        assertThat(outcome.ending()).isEqualTo(Ending.RETRIABLE);
        assertThat(outcome.inspection().retryBackoffSeconds()).isEqualTo(60);
        assertThat(world.clock.now()).isEqualTo(before);
    }

    @Test
    void shouldReallyWait() {
        Instant before = world.clock.now();
        assertThat(test("{'Type': 'Wait', 'Seconds': 90, 'Next': 'X'}").nextState())
                .isEqualTo("X");
        assertThat(Duration.between(before, world.clock.now())).isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void shouldGiveUpAfterFiveMinutes() {
        StateOutcome outcome = test("{'Type': 'Wait', 'Seconds': 301, 'Next': 'X'}");
        assertThat(outcome.ending()).isEqualTo(Ending.FAILED);
        assertThat(outcome.error()).isEqualTo("States.Timeout");
    }
}
