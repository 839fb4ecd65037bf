package dev.skald.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.core.Event;
import dev.skald.core.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fault 14: clocks that jump, long and short waits, instants in the past. */
class ClockTest {
    private static final Duration YEAR = Duration.ofDays(365);

    @ParameterizedTest
    @ValueSource(longs = {1, 59, 61, 3_600, 31_536_000})
    void shouldWaitExactly(long seconds) {
        try (var world = World.empty()) {
            String arn = world.start(Definitions.waitSeconds(seconds), "{}");
            world.clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
            assertThat(world.status(arn)).isEqualTo(Status.RUNNING);
            world.clock.advance(Duration.ofMillis(1));
            assertThat(world.status(arn)).isEqualTo(Status.SUCCEEDED);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 31_536_000})
    void shouldWaitExactlyAcrossARestart(long seconds) {
        try (var world = World.empty()) {
            String arn = world.start(Definitions.waitSeconds(seconds), "{}");
            world.clock.advance(Duration.ofSeconds(seconds).minusMillis(1));
            world.crashAndRestart();
            world.settle();
            assertThat(world.status(arn)).isEqualTo(Status.RUNNING);
            world.clock.advance(Duration.ofMillis(1));
            assertThat(world.status(arn)).isEqualTo(Status.SUCCEEDED);
        }
    }

    @Test
    void shouldNotWaitForThePast() {
        try (var world = World.empty()) {
            String arn = world.start(Definitions.waitUntil("2001-01-01T00:00:00Z"), "{}");
            assertThat(world.status(arn)).isEqualTo(Status.SUCCEEDED);
        }
    }

    @Test
    void shouldWakeAtOnceAfterAJumpForward() {
        try (var world = World.empty()) {
            String arn = world.start(Definitions.waitSeconds(3_000), "{}");
            world.clock.jumpTo(world.clock.now().plus(Duration.ofHours(1)));
            assertThat(world.status(arn)).isEqualTo(Status.SUCCEEDED);
        }
    }

    @Test
    void shouldWakeWhenItWasDueAfterLongSleepOfTheProcess() {
        try (var world = World.empty()) {
            String arn = world.start(Definitions.waitSeconds(3_000), "{}");
            world.crashAndRestart();
            world.clock.jumpTo(world.clock.now().plus(YEAR));
            assertThat(world.status(arn)).isEqualTo(Status.SUCCEEDED);
        }
    }

    /** What waits for an instant waits until the clock shows it, and no history goes back in time. */
    @Test
    void shouldKeepHistoryInOrderAfterAJumpBack() {
        try (var world = World.empty()) {
            Instant before = world.clock.now();
            String arn = world.start(Definitions.waitSeconds(10), "{}");
            world.clock.advance(Duration.ofSeconds(5));
            world.clock.jumpTo(before.minus(Duration.ofHours(1)));
            assertThat(world.status(arn)).isEqualTo(Status.RUNNING);
            world.clock.advance(Duration.ofHours(1).plusSeconds(10));
            assertThat(world.status(arn)).isEqualTo(Status.SUCCEEDED);
            List<Instant> instants = world.skald().history(arn, 1, Integer.MAX_VALUE).stream()
                    .map(Event::at)
                    .toList();
            assertThat(instants).isSorted();
            assertThat(world.result(arn).stoppedAt()).isEqualTo(before.plusSeconds(10));
        }
    }
}
