package dev.skald.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.Payload;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every definition that validates runs to its end, and without {@code States.Runtime} by a fault of the engine. */
class ValidMachinesTest {
    private static final int MACHINES = 1_000;
    private static final int MACHINES_IN_SOAK = 20_000;
    private static final long SEED = 20_261_121;
    private static final int MOST_STEPS = 5_000;

    @Test
    void shouldRunWithoutARuntimeError() {
        runMachines(MACHINES);
    }

    @Test
    @Tag("soak")
    void shouldRunWithoutARuntimeErrorManyTimes() {
        runMachines(MACHINES_IN_SOAK);
    }

    private void runMachines(int times) {
        Map<Status, Integer> ends = new EnumMap<>(Status.class);
        for (int i = 0; i < times; i++) {
            var random = new Random(SEED + i);
            String definition = ValidMachine.random(random);
            Execution ended = run(Story.given(definition), random, definition);
            assertThat(ended.error()).as("%s %s", ended.cause(), definition).isNotEqualTo("States.Runtime");
            ends.merge(ended.status(), 1, Integer::sum);
        }
        assertThat(ends).containsOnlyKeys(Status.SUCCEEDED, Status.FAILED);
        assertThat(ends.values()).allSatisfy(count -> assertThat(count).isGreaterThan(times / 20));
    }

    private static Execution run(Story story, Random random, String definition) {
        story.start("{}");
        for (int step = 0; step < MOST_STEPS && story.execution.status() == Status.RUNNING; step++) step(story, random);
        assertThat(story.execution.status()).as(definition).isNotEqualTo(Status.RUNNING);
        return story.execution;
    }

    /** A task ends one way or the other, or time passes for all that wait. */
    private static void step(Story story, Random random) {
        for (Work work : story.execution.work()) {
            if (!(work instanceof Work.RunTask task) || random.nextInt(12) == 0) continue;
            story.when(
                    random.nextInt(6) == 0
                            ? new Command.FailTask(task.sequence(), "Busy", "much to do", Effect.REPORTED)
                            : new Command.CompleteTask(task.sequence(), Payload.ofText("{\"x\":[1]}")));
            return;
        }
        story.after(Duration.ofSeconds(5));
    }
}
