package dev.skald.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.asl.Payload;
import dev.skald.core.Status;
import dev.skald.engine.ActivityTask;
import dev.skald.engine.ServiceException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Fault 18: heartbeats around their limit. */
class HeartbeatTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String TASK =
            Definitions.task(World.ACTIVITY, "\"TimeoutSeconds\": 3600, \"HeartbeatSeconds\": " + LIMIT.toSeconds());

    private final World world = World.empty();

    private String start() {
        world.skald().createActivity("worker", "{}");
        return world.start(TASK, "{}");
    }

    @Test
    void shouldLiveOnAMillisecondBeforeTheLimit() throws Exception {
        String arn = start();
        ActivityTask task = world.takeTask();
        for (int i = 0; i < 100; i++) {
            world.clock.advance(LIMIT.minusMillis(1));
            world.skald().heartbeat(task.taskToken());
        }
        world.skald().completeTask(task.taskToken(), Payload.NULL);
        assertThat(world.status(arn)).isEqualTo(Status.SUCCEEDED);
    }

    /** The limit itself is too late: the task is either over or it lives, and the worker is told which. */
    @Test
    void shouldTimeOutExactlyAtTheLimit() throws Exception {
        String arn = start();
        ActivityTask task = world.takeTask();
        world.clock.advance(LIMIT);
        assertThat(world.status(arn)).isEqualTo(Status.FAILED);
        assertThat(world.types(arn)).contains("ActivityTimedOut");
        assertThatThrownBy(() -> world.skald().heartbeat(task.taskToken()))
                .isInstanceOfSatisfying(
                        ServiceException.class,
                        refused -> assertThat(refused.code()).isEqualTo("TaskTimedOut"));
    }

    @Test
    void shouldKeepTheMovedLimitAcrossARestart() throws Exception {
        String arn = start();
        ActivityTask task = world.takeTask();
        world.clock.advance(LIMIT.minusSeconds(1));
        world.skald().heartbeat(task.taskToken());
        world.crashAndRestart();
        world.clock.advance(LIMIT.minusMillis(1));
        assertThat(world.status(arn)).isEqualTo(Status.RUNNING);
        world.clock.advance(Duration.ofMillis(1));
        assertThat(world.status(arn)).isEqualTo(Status.FAILED);
    }

    @Test
    void shouldNotCountTheTimeBeforeAWorkerTookTheTask() throws Exception {
        String arn = start();
        world.clock.advance(LIMIT.multipliedBy(50));
        assertThat(world.status(arn)).isEqualTo(Status.RUNNING);
        world.skald().completeTask(world.takeTask().taskToken(), Payload.NULL);
        assertThat(world.status(arn)).isEqualTo(Status.SUCCEEDED);
    }
}
