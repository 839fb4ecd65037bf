package dev.skald.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.Payload;
import dev.skald.core.Effect;
import dev.skald.core.Event;
import dev.skald.core.Status;
import dev.skald.engine.store.FaultyStore.Fault;
import dev.skald.engine.task.StepContext;
import dev.skald.engine.task.TaskFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What crashes and broken stores leave behind. */
class RestartTest {
    private static final String THREE_TASKS = "'A': {'Type': 'Task', " + World.task("f") + ", 'Next': 'B'},"
            + " 'B': {'Type': 'Task', " + World.task("f") + ", 'Next': 'C'},"
            + " 'C': {'Type': 'Task', " + World.task("f") + ", 'End': true}";

    private final World world = new World();
    private final List<StepContext> steps = new ArrayList<>();

    private Payload remember(StepContext step) {
        steps.add(step);
        return World.json("{'n': " + steps.size() + "}");
    }

    /** Breaks the commit with that number, counted from now. */
    private void breakCommit(int number, Fault fault) {
        var left = new AtomicInteger(number);
        world.faults = batch -> left.getAndDecrement() == 0 ? fault : Fault.NONE;
    }

    @Test
    void shouldGoOnWhereItWas() {
        world.handler("f", (input, step) -> remember(step));
        String arn = world.start(THREE_TASKS);
        for (int crashes = 0; crashes < 10; crashes++) {
            for (int i = 0; i < 3; i++) world.thread.runOne();
            world.crash();
        }
        assertThat(world.await(arn).status()).isEqualTo(Status.SUCCEEDED);
        assertThat(world.history(arn)).hasSize(2 + 3 * 5);
        assertThat(steps.stream().map(StepContext::key).distinct()).hasSize(3);
        assertThat(steps.stream().map(StepContext::attemptId).distinct()).hasSize(3);
    }

    @Test
    void shouldTellThatCallIsRepeated() {
        world.handler("f", (input, step) -> {
            remember(step);
            throw new TaskFailure("Refused", null, Effect.NONE);
        });
        String arn = world.start("'A': {'Type': 'Task', " + World.task("f") + ", 'End': true}");
        world.crash();
        world.await(arn);
        List<Effect> effects = world.skald.history(arn, 1, 100).stream()
                .map(Event::detail)
                .filter(Event.TaskFailed.class::isInstance)
                .map(detail -> ((Event.TaskFailed) detail).effect())
                .toList();
        assertThat(effects).containsExactly(Effect.UNCERTAIN);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"BEFORE_COMMIT", "AFTER_COMMIT"})
    void shouldGoOnAfterBrokenCommitOfTaskResult(Fault fault) {
        world.handler("f", (input, step) -> remember(step));
        String machine = world.deploy("m", World.machine(THREE_TASKS));
        breakCommit(2, fault);
        String arn = world.skald.start(machine, null, Payload.EMPTY_OBJECT);
        assertThat(world.await(arn).status()).isEqualTo(Status.SUCCEEDED);
        assertThat(steps).hasSize(3);
        assertThat(world.history(arn)).hasSize(2 + 3 * 5);
        assertThat(world.skald.statistics().healthy()).isTrue();
    }

    @Test
    void shouldTellCallerWhenStartIsLost() {
        String machine = world.deploy("m", World.machine("'P': {'Type': 'Pass', 'End': true}"));
        breakCommit(0, Fault.BEFORE_COMMIT);
        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> world.skald.start(machine, "a", Payload.EMPTY_OBJECT)))
                .isInstanceOf(ServiceException.class)
                .extracting("code")
                .isEqualTo("InternalFailure");
        assertThat(world.memory.openExecutions()).isZero();
        assertThat(world.skald.statistics().liveExecutions()).isZero();
        String arn = world.skald.start(machine, "a", Payload.EMPTY_OBJECT);
        assertThat(world.await(arn).status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void shouldAnswerCallerWhenStartWasStoredAfterAll() {
        String machine = world.deploy("m", World.machine("'W': {'Type': 'Wait', 'Seconds': 5, 'End': true}"));
        breakCommit(0, Fault.AFTER_COMMIT);
        String arn = world.skald.start(machine, "a", Payload.EMPTY_OBJECT);
        assertThat(world.await(arn).status()).isEqualTo(Status.SUCCEEDED);
        assertThat(world.history(arn)).hasSize(5 - 1);
    }

    @Test
    void shouldFireTimerAgainWhenItsEventsAreLost() {
        String arn = world.start("'W': {'Type': 'Wait', 'Seconds': 5, 'End': true}");
        breakCommit(0, Fault.BEFORE_COMMIT);
        assertThat(world.await(arn).status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void shouldKeepTimersOverCrash() {
        String arn = world.start("'W': {'Type': 'Wait', 'Seconds': 50, 'End': true}");
        world.clock.advance(Duration.ofSeconds(30));
        world.crash();
        world.clock.jumpTo(world.clock.now().plusSeconds(19));
        assertThat(world.skald.describeExecution(arn).result().status()).isEqualTo(Status.RUNNING);
        world.clock.advance(Duration.ofSeconds(1));
        assertThat(world.skald.describeExecution(arn).result().status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void shouldNotFireEarlyWhenClockIsSetBack() {
        String arn = world.start("'W': {'Type': 'Wait', 'Seconds': 50, 'End': true}");
        world.clock.jumpTo(world.clock.now().minusSeconds(3_600));
        world.clock.advance(Duration.ofSeconds(3_649));
        assertThat(world.skald.describeExecution(arn).result().status()).isEqualTo(Status.RUNNING);
        world.clock.advance(Duration.ofSeconds(1));
        assertThat(world.skald.describeExecution(arn).result().status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void shouldFireEveryTimerOfAMillisecond() {
        String machine = world.deploy("m", World.machine("'W': {'Type': 'Wait', 'Seconds': 5, 'End': true}"));
        int count = 3 * Timers.FIRING_MAX;
        for (int i = 0; i < count; i++) world.skald.start(machine, null, Payload.EMPTY_OBJECT);
        world.clock.advance(Duration.ofSeconds(5));
        assertThat(world.skald.statistics().openExecutions()).isZero();
        assertThat(world.skald.statistics().timerLatenessMillisMax()).isZero();
    }
}
