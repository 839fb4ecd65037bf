package dev.skald.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.engine.ActivityTask;
import dev.skald.engine.ServiceException;
import dev.skald.engine.Skald;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Fault 44: everyone wants the same name, or the same execution. Real threads, so that they really meet. */
class HotKeyTest {
    private static final int CALLERS = 200;
    private static final Duration SOON = Duration.ofSeconds(90);

    /** Lets all callers begin at the same time; what each came to, or the code with which it was refused. */
    private static List<String> atOnce(Callable<String> call) throws Exception {
        var go = new CountDownLatch(1);
        List<Future<String>> calls = new ArrayList<>();
        List<String> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CALLERS; i++) {
                calls.add(threads.submit(() -> {
                    go.await();
                    return answer(call);
                }));
            }
            go.countDown();
            for (Future<String> each : calls) answers.add(each.get());
        }
        return answers;
    }

    private static String answer(Callable<String> call) throws Exception {
        try {
            return call.call();
        } catch (ServiceException refused) {
            return refused.code();
        }
    }

    @Test
    void shouldStartOneExecutionUnderOneName() throws Exception {
        try (Skald skald = Skald.inMemory().open()) {
            String machine = skald.deploy("m", Definitions.waitSeconds(3_600), MachineType.STANDARD);
            Set<String> arns = new HashSet<>(atOnce(() -> skald.start(machine, "hot", Payload.EMPTY_OBJECT)));
            assertThat(arns).singleElement().asString().endsWith(":m:hot");
            assertThat(skald.statistics().openExecutions()).isEqualTo(1);
        }
    }

    @Test
    void shouldTakeOneResultOfMany() throws Exception {
        try (Skald skald = Skald.inMemory().open()) {
            skald.createActivity("worker", "{}");
            String machine = skald.deploy("m", Definitions.task(World.ACTIVITY), MachineType.STANDARD);
            String arn = skald.start(machine, "hot", Payload.EMPTY_OBJECT);
            ActivityTask task = skald.getActivityTask(World.ACTIVITY, "w", SOON).orElseThrow();
            List<String> answers = atOnce(() -> {
                skald.completeTask(task.taskToken(), Payload.EMPTY_OBJECT);
                return "taken";
            });
            assertThat(answers).containsOnlyOnce("taken").containsOnly("taken", "TaskTimedOut");
            assertThat(skald.await(arn, SOON).stoppedAt()).isNotNull();
        }
    }

    @Test
    void shouldStopOnce() throws Exception {
        try (Skald skald = Skald.inMemory().open()) {
            String machine = skald.deploy("m", Definitions.waitSeconds(3_600), MachineType.STANDARD);
            String arn = skald.start(machine, "hot", Payload.EMPTY_OBJECT);
            List<String> stops =
                    atOnce(() -> skald.stopExecution(arn, null, null).toString());
            assertThat(new HashSet<>(stops)).hasSize(1);
        }
    }
}
