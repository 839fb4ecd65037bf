package dev.skald.tasks.events;

import dev.skald.asl.Json;
import dev.skald.engine.EventSpace;
import dev.skald.engine.store.ScheduleRow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Lets schedules happen. How far each has come is in the store, and moves on in the transaction that begins the delivery: a
 * due instant happens once, whatever crashes.
 *
 * <p>What was missed while nobody was here happens once, for the latest missed instant.
 */
final class Schedules {
    private static final String SOURCE = "aws.events";
    private static final String DETAIL_TYPE = "Scheduled Event";

    private final EventSpace space;
    private final EventWriter writer;
    private @Nullable Rules seen;
    private @Nullable Instant next;

    Schedules(EventSpace space, EventWriter writer) {
        this.space = space;
        this.writer = writer;
    }

    /** Lets happen what is due; returns when the next one is. Until then, and while nothing is redefined, it is known. */
    Optional<Instant> happen() {
        Rules rules = writer.rules();
        boolean known = rules == seen && (next == null || space.now().isBefore(next));
        if (!known) {
            next = happen(rules.schedules()).orElse(null);
            seen = rules;
        }
        return Optional.ofNullable(next);
    }

    private Optional<Instant> happen(List<Schedule> schedules) {
        if (schedules.isEmpty()) return Optional.empty();
        Map<String, ScheduleRow> rows = new HashMap<>();
        space.store().schedules().forEach(row -> rows.put(row.name(), row));
        return schedules.stream()
                .map(schedule -> happen(schedule, rows.get(schedule.name())))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }

    /** @return when it is due next; empty when it is not any more, or is disabled */
    private Optional<Instant> happen(Schedule schedule, @Nullable ScheduleRow row) {
        ScheduleTimes times = ScheduleTimes.of(schedule.expression(), schedule.zone());
        Instant now = space.now();
        String expression = schedule.expression() + " " + schedule.zone() + " " + schedule.enabled();
        ScheduleRow known = row == null || !row.expression().equals(expression) ? null : row;
        boolean begins = known == null;
        Instant firedUntil = known == null ? now : known.firedUntil();
        Instant missed = schedule.enabled() ? times.lastBetween(firedUntil, now).orElse(null) : null;
        if (missed != null) fire(schedule, new ScheduleRow(schedule.name(), expression, missed));
        else if (begins) put(new ScheduleRow(schedule.name(), expression, now));
        if (!schedule.enabled()) return Optional.empty();
        return times.after(missed == null ? firedUntil : missed);
    }

    private void put(ScheduleRow row) {
        writer.write(batch -> {
            batch.changes().put(row);
            return true;
        });
    }

    private void fire(Schedule schedule, ScheduleRow row) {
        String arn = BusArn.ofSchedule(space, schedule.name());
        String id = id(arn, row.firedUntil());
        String event = BusEvent.text(space, id, SOURCE, DETAIL_TYPE, row.firedUntil(), List.of(arn), Json.object());
        writer.write(batch -> {
            batch.accept(id, event, arn, schedule.target());
            batch.changes().put(row);
            return true;
        });
    }

    /** Follows from the schedule and the instant: so does the name of an execution that it starts. */
    private static String id(String arn, Instant at) {
        String seed = arn + '\n' + at.toEpochMilli();
        return UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
