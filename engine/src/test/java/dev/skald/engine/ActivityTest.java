package dev.skald.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.core.Status;
import dev.skald.engine.store.ActivityRow;
import dev.skald.engine.store.FaultyStore.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ActivityTest {
    private static final Duration POLL = Duration.ofSeconds(60);
    private final World world = new World();

    private static String task(String activity, String more) {
        return "'T': {'Type': 'Task', 'Resource': 'arn:aws:states:us-east-1:000000000000:activity:" + activity + "', "
                + more + "'End': true}";
    }

    private Optional<ActivityTask> poll(ActivityRow activity) throws InterruptedException {
        return world.skald.getActivityTask(activity.arn(), "worker", POLL);
    }

    @Test
    void shouldGiveTaskToWorker() throws Exception {
        ActivityRow activity = world.skald.createActivity("a", "{}");
        assertThat(world.skald.createActivity("a", "{\"tags\":[]}")).isEqualTo(activity);
        String arn = world.start(task("a", ""));
        ActivityTask task = poll(activity).orElseThrow();
        assertThat(task.input()).isEqualTo(Payload.EMPTY_OBJECT);
        assertThat(world.skald.statistics().activityTasksWaiting()).isZero();
        world.skald.completeTask(task.taskToken(), World.json("{'ok': 1}"));
        assertThat(world.await(arn).output()).isEqualTo(World.json("{'ok': 1}"));
        assertThat(world.history(arn)).containsSubsequence("TaskScheduled", "TaskStarted", "TaskSucceeded");
    }

    @Test
    void shouldGiveTasksInTheirOrderAndOnce() throws Exception {
        ActivityRow activity = world.skald.createActivity("a", "{}");
        String machine = world.deploy("m", World.machine(task("a", "")));
        for (int i = 0; i < 3; i++) {
            world.skald.start(machine, null, World.json(String.valueOf(i)));
            world.thread.runAll();
        }
        List<String> inputs = new ArrayList<>();
        for (int i = 0; i < 3; i++)
            inputs.add(poll(activity).orElseThrow().input().text());
        assertThat(inputs).containsExactly("0", "1", "2");
        assertThat(poll(activity)).isEmpty();
    }

    @Test
    void shouldOfferTaskAgainAfterRestart() throws Exception {
        ActivityRow activity = world.skald.createActivity("a", "{}");
        String arn = world.start(task("a", ""));
        world.clock.advance(Duration.ofHours(1));
        world.crash();
        ActivityTask task = poll(activity).orElseThrow();
        world.crash();
        assertThat(poll(activity)).isEmpty();
        world.skald.failTask(task.taskToken(), null, null);
        assertThat(world.await(arn).status()).isEqualTo(Status.FAILED);
    }

    @Test
    void shouldFailTaskOfUnknownActivity() {
        String arn = world.start(task("no", ""));
        RunResult result = world.await(arn);
        assertThat(result.error()).isEqualTo("States.Runtime");
        assertThat(result.cause())
                .isEqualTo("The activity arn:aws:states:us-east-1:000000000000:activity:no does not exist.");
    }

    @Test
    void shouldFailTasksOfDeletedActivity() {
        ActivityRow activity = world.skald.createActivity("a", "{}");
        String arn = world.start(task("a", ""));
        world.thread.runAll();
        world.skald.deleteActivity(activity.arn());
        world.skald.deleteActivity(activity.arn());
        assertThat(world.await(arn).error()).isEqualTo("States.Runtime");
        assertThatThrownBy(() -> poll(activity)).hasMessage("Activity Does Not Exist: '" + activity.arn() + "'");
    }

    @Test
    void shouldNotGiveTaskThatIsOver() throws Exception {
        ActivityRow activity = world.skald.createActivity("a", "{}");
        String first = world.start(task("a", ""));
        world.thread.runAll();
        world.skald.stopExecution(first, null, null);
        world.thread.runAll();
        assertThat(world.skald.statistics().activityTasksWaiting()).isZero();
        assertThat(poll(activity)).isEmpty();
    }

    @Test
    void shouldTimeOutClaimedTask() throws Exception {
        ActivityRow activity = world.skald.createActivity("a", "{}");
        String arn = world.start(task("a", "'TimeoutSeconds': 30, "));
        world.clock.advance(Duration.ofDays(1));
        ActivityTask task = poll(activity).orElseThrow();
        world.clock.advance(Duration.ofSeconds(30));
        assertThat(world.await(arn).error()).isEqualTo("States.Timeout");
        assertThatThrownBy(() -> world.skald.completeTask(task.taskToken(), Payload.NULL))
                .extracting("code")
                .isEqualTo("TaskTimedOut");
    }

    @Test
    void shouldNotLoseTaskWhenClaimIsLost() throws Exception {
        ActivityRow activity = world.skald.createActivity("a", "{}");
        world.start(task("a", ""));
        world.thread.runAll();
        var first = new AtomicBoolean(true);
        world.faults = batch -> first.getAndSet(false) ? Fault.BEFORE_COMMIT : Fault.NONE;
        assertThatThrownBy(() -> poll(activity)).extracting("code").isEqualTo("InternalFailure");
        assertThat(poll(activity)).isPresent();
        assertThat(poll(activity)).isEmpty();
    }

    /** With real threads: workers that wait, and one that goes away. */
    @Test
    void shouldServeWaitingWorkersAndLoseNothingToThoseWhoLeave() throws Exception {
        try (Skald skald = Skald.inMemory().open();
                var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            String arn = skald.createActivity("a", "{}").arn();
            Future<Optional<ActivityTask>> leaves = workers.submit(() -> skald.getActivityTask(arn, null, POLL));
            Future<Optional<ActivityTask>> stays = workers.submit(() -> skald.getActivityTask(arn, null, POLL));
            leaves.cancel(true);
            String definition = World.machine(task("a", "")).replace('\'', '"');
            skald.start(skald.deploy("m", definition, MachineType.STANDARD), null, Payload.EMPTY_OBJECT);
            assertThat(stays.get(30, TimeUnit.SECONDS)).isPresent();
        }
    }

    @Test
    void shouldSendWorkersHomeOnClose() throws Exception {
        try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            Skald skald = Skald.inMemory().open();
            String arn = skald.createActivity("a", "{}").arn();
            var polling = new CompletableFuture<Void>();
            Future<Optional<ActivityTask>> worker = workers.submit(() -> {
                polling.complete(null);
                return skald.getActivityTask(arn, null, POLL);
            });
            polling.get(30, TimeUnit.SECONDS);
            skald.close();
            try {
                assertThat(worker.get(30, TimeUnit.SECONDS)).isEmpty();
            } catch (ExecutionException cameTooLate) {
                assertThat(cameTooLate).hasCauseInstanceOf(ServiceException.class);
            }
        }
    }
}
