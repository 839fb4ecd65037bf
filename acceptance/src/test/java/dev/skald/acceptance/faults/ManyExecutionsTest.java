package dev.skald.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.Payload;
import dev.skald.core.Status;
import dev.skald.engine.store.ExecutionQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Faults 15 and 45: a crowd of timers due in the same second, and a crowd that sleeps. */
class ManyExecutionsTest {
    private static final int SOME = 50_000;
    private static final int MILLION = 1_000_000;
    private static final Duration YEAR = Duration.ofDays(365);

    @Test
    void shouldWakeThousandsInTheSameSecond() {
        wakeInTheSameSecond(SOME);
    }

    @Test
    @Tag("soak")
    void shouldWakeAMillionInTheSameSecond() {
        wakeInTheSameSecond(MILLION);
    }

    private static void wakeInTheSameSecond(int count) {
        try (var world = World.thatForgetsNothing()) {
            Instant due = world.clock.now().plus(YEAR);
            startAll(world, Definitions.waitUntil(due.toString()), count);
            world.clock.advanceTo(due.minusMillis(1));
            assertThat(world.skald().statistics().openExecutions()).isEqualTo(count);
            world.clock.advanceTo(due.plus(latest(count)));
            assertThat(world.skald().statistics().openExecutions()).isZero();
            assertThat(latestSucceeded(world)).isTrue();
        }
    }

    /** How late the last of a crowd may be: sleepers are taken up in pages, with a pause between two. */
    private static Duration latest(int count) {
        return Duration.ofSeconds(1).plusMillis(50L * count / 1_000);
    }

    private static boolean latestSucceeded(World world) {
        var latest = new ExecutionQuery(null, null, Map.of(), Long.MAX_VALUE, 1);
        return world.skald().listExecutions(latest).getFirst().status() == Status.SUCCEEDED;
    }

    @Test
    void shouldKeepSleepersOutOfTheMemoryAndOutOfARestart() {
        sleep(SOME);
    }

    @Test
    @Tag("soak")
    void shouldKeepAMillionSleepersOutOfTheMemory() {
        sleep(MILLION);
    }

    private static void sleep(int count) {
        try (var world = World.thatForgetsNothing()) {
            startAll(world, Definitions.waitSeconds(YEAR.toSeconds()), count);
            world.clock.advance(Duration.ofMinutes(1));
            assertThat(world.skald().statistics().liveExecutions()).isZero();
            assertThat(world.skald().statistics().openExecutions()).isEqualTo(count);
            world.crashAndRestart();
            world.settle();
            assertThat(world.skald().statistics().liveExecutions()).isZero();
            world.clock.advance(YEAR.plus(latest(count)));
            assertThat(world.skald().statistics().openExecutions()).isZero();
        }
    }

    private static void startAll(World world, String definition, int count) {
        String machine = world.deploy(definition);
        for (int i = 0; i < count; i++) world.skald().start(machine, null, Payload.EMPTY_OBJECT);
        world.settle();
    }
}
