package dev.skald.tasks.events;

import static dev.skald.tasks.events.BusWorld.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.skald.core.Status;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
    private final BusWorld world = new BusWorld();

    private void schedule(String expression, String zone, String arn) {
        var schedule = new Schedule("s", expression, ZoneId.of(zone), true, null, to(arn));
        world.bus.deploy("test", List.of(), List.of(), List.of(schedule));
        world.settle();
    }

    private List<String> times() {
        return world.received.stream()
                .map(delivery -> delivery.input().node().path("time").asString())
                .toList();
    }

    @Test
    void shouldHappenAtARate() {
        schedule("rate(5 minutes)", "UTC", "test:t");
        world.pass(Duration.ofMinutes(16));
        assertThat(times()).containsExactly("2026-01-01T00:05:00Z", "2026-01-01T00:10:00Z", "2026-01-01T00:15:00Z");
        assertThat(world.received.getFirst().input().node().path("detail-type").asString())
                .isEqualTo("Scheduled Event");
    }

    @Test
    void shouldHappenOnce() {
        schedule("at(2026-01-01T01:30:00)", "Europe/Berlin", "test:t");
        world.pass(Duration.ofDays(400));
        assertThat(times()).containsExactly("2026-01-01T00:30:00Z");
    }

    /** The stated policy: what was missed happens once, for the latest missed instant. */
    @Test
    void shouldHappenOnceForAllThatWasMissed() {
        schedule("cron(0 * * * ? *)", "UTC", "test:t");
        world.pass(Duration.ofMinutes(61));
        world.bus.close();
        world.clock.forgetAlarms();
        world.clock.jumpTo(world.now().plus(Duration.ofMinutes(330)));
        world.crash();
        assertThat(times()).containsExactly("2026-01-01T01:00:00Z", "2026-01-01T06:00:00Z");
        world.pass(Duration.ofMinutes(60));
        assertThat(times()).endsWith("2026-01-01T07:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shouldStartOneExecutionPerDueInstantAcrossCrashes(long seed) {
        var crashing = new BusWorld(seed);
        var schedule = new Schedule("s", "rate(1 minute)", ZoneOffset.UTC, true, null, to(crashing.passing("tick")));
        crashing.bus.deploy("test", List.of(), List.of(), List.of(schedule));
        crashing.settle();
        for (int i = 0; i < 10; i++) {
            crashing.clock.jumpTo(crashing.now().plus(Duration.ofMinutes(1)));
            crashing.steps((int) (seed + i) % 7);
            crashing.crash();
        }
        assertThat(crashing.executions("tick")).hasSize(10).allMatch(row -> row.status() == Status.SUCCEEDED);
    }

    @Test
    void shouldBeginAnewWhenItChanges() {
        schedule("rate(1 hour)", "UTC", "test:t");
        world.pass(Duration.ofMinutes(59));
        schedule("rate(2 hours)", "UTC", "test:t");
        world.pass(Duration.ofMinutes(61));
        assertThat(times()).isEmpty();
        schedule("rate(2 hours)", "UTC", "test:t");
        world.pass(Duration.ofMinutes(60));
        assertThat(times()).containsExactly("2026-01-01T02:59:00Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cron(0 12 * * ? *) | UTC | 2026-01-01T12:00:00Z 2026-01-02T12:00:00Z",
                "cron(15 10 ? * 6L 2026-2027) | UTC | 2026-01-30T10:15:00Z 2026-02-27T10:15:00Z",
                "cron(0 8 1 * ? *) | UTC | 2026-01-01T08:00:00Z 2026-02-01T08:00:00Z",
                "cron(0 8 L * ? *) | UTC | 2026-01-31T08:00:00Z 2026-02-28T08:00:00Z",
                "cron(0 8 3W * ? *) | UTC | 2026-01-02T08:00:00Z 2026-02-03T08:00:00Z",
                "cron(0 9 ? * 2#1 *) | UTC | 2026-01-05T09:00:00Z 2026-02-02T09:00:00Z",
                "cron(0/10 * ? * MON-FRI *) | UTC | 2026-01-01T00:10:00Z 2026-01-01T00:20:00Z",
                "cron(0 18 ? * SUN *) | UTC | 2026-01-04T18:00:00Z 2026-01-11T18:00:00Z",
                "cron(0 18 ? * 1 *) | UTC | 2026-01-04T18:00:00Z 2026-01-11T18:00:00Z",
                "cron(0 0 1 1 ? *) | Europe/Berlin | 2026-12-31T23:00:00Z 2027-12-31T23:00:00Z"
            })
    void shouldReadCronAsEventBridgeDoes(String expression, String zone, String expected) {
        var times = ScheduleTimes.of(expression, ZoneId.of(zone));
        assertThat(next(times, "2026-01-01T00:00:00Z", 2)).isEqualTo(List.of(expected.split(" ")));
    }

    /** A time that the change to summer time leaves out does not happen; one that comes twice happens once. */
    @Test
    void shouldKeepTheLocalTimeWhenClocksChange() {
        var daily = ScheduleTimes.of("cron(0 9 * * ? *)", ZoneId.of("Europe/Berlin"));
        assertThat(next(daily, "2026-03-28T00:00:00Z", 2))
                .containsExactly("2026-03-28T08:00:00Z", "2026-03-29T07:00:00Z");
        var gap = ScheduleTimes.of("cron(30 2 * * ? *)", ZoneId.of("Europe/Berlin"));
        assertThat(next(gap, "2026-03-28T12:00:00Z", 2))
                .containsExactly("2026-03-30T00:30:00Z", "2026-03-31T00:30:00Z");
        assertThat(next(gap, "2026-10-24T12:00:00Z", 2))
                .containsExactly("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
    }

    /** As the calendar on the wall has it, minute by minute: an hour that is named happens once, every hour happens each time. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cron(30 1,2,3 * * ? *) | 30 | 1 2 3",
                "cron(30 2 25 10 ? 2026) | 30 | 2",
                "cron(0/20 1-3 * * ? *) | 0 20 40 | 1 2 3",
                "cron(0 2 29 3 ? 2026) | 0 | 2",
                "cron(0 3 29 3 ? 2026) | 0 | 3",
                "cron(0,59 0/2 * * ? *) | 0 59 | 0 2 4 6 8 10 12 14 16 18 20 22",
                "cron(15 * * * ? *) | 15 | *",
                "cron(0,30 * 25 10 ? 2026) | 0 30 | *"
            })
    void shouldKeepToTheCalendarWhenClocksChange(String expression, String minutes, String hours) {
        for (String zone : List.of("Europe/Berlin", "Australia/Lord_Howe", "America/Havana", "UTC"))
            for (String start : List.of("2026-03-28T00:00:00Z", "2026-10-24T00:00:00Z", "2026-04-04T00:00:00Z"))
                assertKeepsToTheCalendar(expression, ZoneId.of(zone), Instant.parse(start), minutes, hours);
    }

    private static void assertKeepsToTheCalendar(
            String expression, ZoneId zone, Instant start, String minutes, String hours) {
        Instant end = start.plus(Duration.ofDays(3));
        List<Instant> due = new ArrayList<>();
        for (Instant at = start; !at.isAfter(end); at = at.plusSeconds(60))
            if (isDue(expression, at.atZone(zone), minutes, hours)) due.add(at);
        var times = ScheduleTimes.of(expression, zone);
        List<Instant> found = new ArrayList<>();
        for (Instant at = start.minusMillis(1); ; at = found.getLast()) {
            Instant next = times.after(at).orElse(Instant.MAX);
            if (next.isAfter(end)) break;
            found.add(next);
        }
        assertThat(found).as("%s in %s from %s", expression, zone, start).isEqualTo(due);
        for (Instant at = start; at.isBefore(end); at = at.plusSeconds(10_799).plusMillis(500)) {
            Instant until = at;
            assertThat(times.lastBetween(start.minusMillis(1), until))
                    .as("%s in %s until %s", expression, zone, until)
                    .isEqualTo(due.stream().filter(each -> !each.isAfter(until)).reduce((_, later) -> later));
        }
    }

    private static boolean isDue(String expression, ZonedDateTime at, String minutes, String hours) {
        boolean everyHour = hours.equals("*");
        if (!List.of(minutes.split(" ")).contains("" + at.getMinute())) return false;
        if (!everyHour && !List.of(hours.split(" ")).contains("" + at.getHour())) return false;
        if (expression.contains(" 25 10 ") && (at.getMonthValue() != 10 || at.getDayOfMonth() != 25)) return false;
        if (expression.contains(" 29 3 ") && (at.getMonthValue() != 3 || at.getDayOfMonth() != 29)) return false;
        return everyHour || at.withEarlierOffsetAtOverlap().equals(at);
    }

    /** What happens once only is not lost: in the hour that is left out it happens as if no clock had changed. */
    @Test
    void shouldHappenOnceThoughTheHourIsLeftOutOrComesTwice() {
        var leftOut = ScheduleTimes.of("at(2026-03-29T02:30:00)", ZoneId.of("Europe/Berlin"));
        assertThat(leftOut.after(Instant.EPOCH)).contains(Instant.parse("2026-03-29T01:30:00Z"));
        var twice = ScheduleTimes.of("at(2026-10-25T02:30:00)", ZoneId.of("Europe/Berlin"));
        assertThat(next(twice, "1970-01-01T00:00:00Z", 1)).containsExactly("2026-10-25T00:30:00Z");
        assertThat(twice.after(Instant.parse("2026-10-25T00:30:00Z"))).isEmpty();
    }

    @Test
    void shouldFindTheYearThatIsNamed() {
        var past = ScheduleTimes.of("cron(0 12 1 1 ? 2020)", ZoneId.of("Africa/Casablanca"));
        assertThat(past.after(Instant.parse("2026-01-01T00:00:00Z"))).isEmpty();
        var last = ScheduleTimes.of("cron(0 12 1 1 ? 2099)", ZoneId.of("Europe/Berlin"));
        assertThat(next(last, "2026-01-01T00:00:00Z", 1)).containsExactly("2099-01-01T11:00:00Z");
    }

    private static List<String> next(ScheduleTimes times, String from, int count) {
        List<String> found = new ArrayList<>();
        Instant at = Instant.parse(from);
        for (int i = 0; i < count; i++) {
            at = times.after(at).orElseThrow();
            found.add(at.toString());
        }
        return found;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "rate(0 minutes)",
                "rate(5 seconds)",
                "rate(minute)",
                "cron(0 12 * * *)",
                "cron(0 12 * * * *)",
                "cron(60 12 * * ? *)",
                "cron()",
                "at(tomorrow)",
                "every(5 minutes)"
            })
    void shouldRefuseWhatIsNoSchedule(String expression) {
        assertThatIllegalArgumentException().isThrownBy(() -> ScheduleTimes.of(expression, ZoneOffset.UTC));
    }
}
