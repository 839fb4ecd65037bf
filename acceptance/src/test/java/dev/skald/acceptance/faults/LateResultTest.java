package dev.skald.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.asl.Payload;
import dev.skald.core.Status;
import dev.skald.core.TaskToken;
import dev.skald.engine.ActivityTask;
import dev.skald.engine.ServiceException;
import dev.skald.engine.Skald;
import dev.skald.engine.task.StepContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Faults 16 and 17: workers that die after the effect, and results nobody waits for any more. */
class LateResultTest {
    private static final String TASK = Definitions.task(World.ACTIVITY, "\"TimeoutSeconds\": 30");

    private static World withActivity() {
        var world = World.empty();
        world.skald().createActivity("worker", "{}");
        return world;
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }

    private static void refusedEverywhere(String code, Skald skald, String token) {
        refused(code, () -> skald.completeTask(token, Payload.EMPTY_OBJECT));
        refused(code, () -> skald.failTask(token, "E", "C"));
        refused(code, () -> skald.heartbeat(token));
    }

    @Test
    void shouldRefuseAResultAfterTheTimeout() throws Exception {
        try (var world = withActivity()) {
            String arn = world.start(TASK, "{}");
            ActivityTask task = world.takeTask();
            world.clock.advance(Duration.ofSeconds(30));
            assertThat(world.status(arn)).isEqualTo(Status.FAILED);
            assertThat(world.result(arn).error()).isEqualTo("States.Timeout");
            refusedEverywhere("TaskTimedOut", world.skald(), task.taskToken());
        }
    }

    @Test
    void shouldRefuseAResultAfterAStop() throws Exception {
        try (var world = withActivity()) {
            String arn = world.start(TASK, "{}");
            ActivityTask task = world.takeTask();
            world.skald().stopExecution(arn, null, null);
            List<String> before = world.types(arn);
            refusedEverywhere("TaskTimedOut", world.skald(), task.taskToken());
            assertThat(world.types(arn)).isEqualTo(before).endsWith("ExecutionAborted");
        }
    }

    @Test
    void shouldRefuseASecondResult() throws Exception {
        try (var world = withActivity()) {
            String arn = world.start(TASK, "{}");
            ActivityTask task = world.takeTask();
            world.skald().completeTask(task.taskToken(), Payload.ofText("1"));
            refusedEverywhere("TaskTimedOut", world.skald(), task.taskToken());
            assertThat(world.result(arn).output()).isEqualTo(Payload.ofText("1"));
        }
    }

    @Test
    void shouldRefuseASecondResultAfterARestart() throws Exception {
        try (var world = withActivity()) {
            world.start(TASK, "{}");
            ActivityTask task = world.takeTask();
            world.skald().completeTask(task.taskToken(), Payload.ofText("1"));
            world.crashAndRestart();
            refusedEverywhere("TaskTimedOut", world.skald(), task.taskToken());
        }
    }

    @Test
    void shouldTakeAResultAfterARestart() throws Exception {
        try (var world = withActivity()) {
            String arn = world.start(TASK, "{}");
            ActivityTask task = world.takeTask();
            world.crashAndRestart();
            world.skald().completeTask(task.taskToken(), Payload.ofText("1"));
            assertThat(world.status(arn)).isEqualTo(Status.SUCCEEDED);
        }
    }

    @Test
    void shouldRefuseForeignTokens() throws Exception {
        try (var world = withActivity()) {
            world.start(TASK, "{}");
            TaskToken real = TaskToken.parse(world.takeTask().taskToken()).orElseThrow();
            String otherSecret = "0".repeat(32);
            var guessed = new TaskToken(real.executionId(), real.sequence(), otherSecret);
            refusedEverywhere("InvalidToken", world.skald(), guessed.text());
            var otherEvent = new TaskToken(real.executionId(), real.sequence() + 1, real.secret());
            assertThatThrownBy(() -> world.skald().completeTask(otherEvent.text(), Payload.NULL))
                    .isInstanceOfSatisfying(
                            ServiceException.class,
                            refused -> assertThat(refused.code()).isIn("InvalidToken", "TaskTimedOut"));
            refusedEverywhere("InvalidToken", world.skald(), "junk");
        }
    }

    /** The effect happened, the report was lost with the process: the call comes again, under the same key. */
    @Test
    void shouldRepeatACallThatACrashCutOffUnderTheSameKey() {
        List<StepContext> calls = new ArrayList<>();
        Set<String> effects = new HashSet<>();
        try (var world = World.with(Map.of("charge", (input, step) -> {
            calls.add(step);
            effects.add(step.key());
            return Payload.EMPTY_OBJECT;
        }))) {
            String machine = world.deploy(Definitions.task(World.FUNCTION + "charge"));
            String arn = world.skald().start(machine, null, Payload.EMPTY_OBJECT);
            while (calls.isEmpty()) world.step();
            world.crashAndRestart();
            world.settle();
            assertThat(world.status(arn)).isEqualTo(Status.SUCCEEDED);
            assertThat(calls).hasSize(2);
            assertThat(calls.get(0).attemptId()).isEqualTo(calls.get(1).attemptId());
            assertThat(effects).hasSize(1);
        }
    }
}
