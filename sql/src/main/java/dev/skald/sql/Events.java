package dev.skald.sql;

import dev.skald.engine.store.AwaitRow;
import dev.skald.engine.store.DeliveryRow;
import dev.skald.engine.store.EventChanges;
import dev.skald.engine.store.EventDefinitionRow;
import dev.skald.engine.store.EventRow;
import dev.skald.engine.store.ScheduleRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The tables of events. */
final class Events {
    private static final String LAST_NUMBER = "SELECT value FROM meta WHERE name = 'event_number'";
    private static final String RAISE_NUMBER = "UPDATE meta SET value = ? WHERE name = 'event_number' AND value < ?";

    private static final String INSERT =
            "INSERT INTO event (number, id, bus, accepted_at, text) VALUES (?, ?, ?, ?, ?)";
    private static final String SELECT = "SELECT number, id, bus, accepted_at, text FROM event ";
    static final String ONE = SELECT + "WHERE number = ?";
    static final String OF_BUS = SELECT + "WHERE bus = ? AND number > ? AND accepted_at >= ? ORDER BY number LIMIT ?";

    static final String OLDEST = "SELECT min(accepted_at) FROM event";

    private static final String PUT_DELIVERY = """
            INSERT INTO event_delivery (number, event, source, target_arn, target, attempts, due_at, error, dead_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (number) DO UPDATE SET target = excluded.target,
            attempts = excluded.attempts, due_at = excluded.due_at, error = excluded.error, dead_at = excluded.dead_at""";

    private static final String DELETE_DELIVERY = "DELETE FROM event_delivery WHERE number = ?";
    private static final String SELECT_DELIVERY = """
            SELECT number, event, source, target_arn, target, attempts, due_at, error, dead_at FROM event_delivery
            """;
    static final String DELIVERY = SELECT_DELIVERY + "WHERE number = ?";
    static final String NEXT_DUE = "SELECT min(due_at) FROM event_delivery WHERE dead_at IS NULL AND due_at > ?";
    static final String PENDING = "SELECT count(*) FROM event_delivery WHERE dead_at IS NULL";
    static final String DEAD = SELECT_DELIVERY + "WHERE dead_at IS NOT NULL AND number > ? ORDER BY number LIMIT ?";

    private static final String PRUNE_DEAD = """
            DELETE FROM event_delivery WHERE number IN (SELECT number FROM event_delivery
            WHERE dead_at IS NOT NULL AND dead_at < ? ORDER BY dead_at LIMIT ?)""";
    static final String OLD = """
            SELECT number FROM event WHERE accepted_at < ? AND NOT EXISTS (SELECT 1 FROM event_delivery
            WHERE event_delivery.event = event.number) ORDER BY accepted_at LIMIT ?""";
    private static final String DELETE = "DELETE FROM event WHERE number = ?";
    private static final String DELETE_TAKEN = "DELETE FROM event_taken WHERE event = ?";

    private static final String AWAIT = """
            INSERT INTO event_await (execution_id, sequence, execution_arn, state, bus, pattern, token, since)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""";
    private static final String AWAITED = "DELETE FROM event_await WHERE execution_id = ? AND sequence = ?";
    private static final String AWAITS = """
            SELECT execution_id, sequence, execution_arn, state, bus, pattern, token, since FROM event_await
            WHERE (execution_id, sequence) > (?, ?) ORDER BY execution_id, sequence LIMIT ?""";
    private static final String TAKE =
            "INSERT INTO event_taken (event, execution_id, state) VALUES (?, ?, ?) ON CONFLICT DO NOTHING";
    private static final String TAKEN = "SELECT 1 FROM event_taken WHERE event = ? AND execution_id = ? AND state = ?";

    private static final String PUT_SCHEDULE = """
            INSERT INTO event_schedule (name, expression, fired_until) VALUES (?, ?, ?)
            ON CONFLICT (name) DO UPDATE SET expression = excluded.expression, fired_until = excluded.fired_until""";
    private static final String SCHEDULES = "SELECT name, expression, fired_until FROM event_schedule ORDER BY name";
    private static final String FORGET_SCHEDULES = """
            DELETE FROM event_schedule WHERE NOT EXISTS (SELECT 1 FROM event_definition d
            WHERE d.kind = 2 AND d.bus = '' AND d.name = event_schedule.name)""";

    private static final String UNDEFINE = "DELETE FROM event_definition WHERE application = ?";
    private static final String DEFINE = """
            INSERT INTO event_definition (kind, bus, name, application, text) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (kind, bus, name) DO UPDATE SET application = excluded.application, text = excluded.text""";
    private static final String DEFINITIONS =
            "SELECT application, kind, bus, name, text FROM event_definition ORDER BY kind, bus, name";

    private Events() {}

    static void apply(Session writer, EventChanges changes) throws SQLException {
        for (EventRow event : changes.accepted())
            writer.update(INSERT, event.number(), event.id(), event.bus(), Codes.of(event.acceptedAt()), event.text());
        for (DeliveryRow delivery : changes.deliveries()) put(writer, delivery);
        for (long number : changes.delivered()) writer.update(DELETE_DELIVERY, number);
        for (AwaitRow row : changes.awaits()) await(writer, row);
        for (AwaitRow.Key key : changes.awaited()) writer.update(AWAITED, key.executionId(), key.sequence());
        for (AwaitRow.Taken taken : changes.taken())
            writer.update(TAKE, taken.event(), taken.executionId(), taken.state());
        for (ScheduleRow schedule : changes.schedules())
            writer.update(PUT_SCHEDULE, schedule.name(), schedule.expression(), Codes.of(schedule.firedUntil()));
        for (long number : changes.statusChanges()) StatusChanges.delete(writer, number);
        Decisions.add(writer, changes.decisions());
        long last = changes.lastNumber();
        if (last > 0) writer.update(RAISE_NUMBER, last, last);
    }

    private static void put(Session writer, DeliveryRow delivery) throws SQLException {
        writer.update(
                PUT_DELIVERY,
                delivery.number(),
                delivery.event(),
                delivery.source(),
                delivery.targetArn(),
                delivery.target(),
                delivery.attempts(),
                Codes.of(delivery.dueAt()),
                delivery.error(),
                Codes.orNull(delivery.deadAt()));
    }

    private static void await(Session writer, AwaitRow row) throws SQLException {
        writer.update(
                AWAIT,
                row.executionId(),
                row.sequence(),
                row.executionArn(),
                row.state(),
                row.bus(),
                row.pattern(),
                row.token(),
                Codes.of(row.since()));
    }

    static long lastNumber(Session session) throws SQLException {
        return session.number(LAST_NUMBER, 0);
    }

    // What is defined.

    static void define(Session writer, String application, List<EventDefinitionRow> definitions) throws SQLException {
        writer.update(UNDEFINE, application);
        for (EventDefinitionRow row : definitions)
            writer.update(DEFINE, Codes.of(row.kind()), row.bus(), row.name(), row.application(), row.text());
        writer.update(FORGET_SCHEDULES);
    }

    static List<EventDefinitionRow> definitions(Session session) throws SQLException {
        return session.list(
                DEFINITIONS,
                row -> new EventDefinitionRow(
                        row.getString(1),
                        Codes.eventDefinitionKind(row.getInt(2)),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5)));
    }

    // Events and deliveries.

    static Optional<EventRow> one(Session session, long number) throws SQLException {
        return session.first(ONE, Events::event, number);
    }

    static List<EventRow> ofBus(Session session, String bus, Instant since, long after, int limit) throws SQLException {
        return session.list(OF_BUS, Events::event, bus, after, Codes.of(since), limit);
    }

    static Optional<Instant> oldest(Session session) throws SQLException {
        return session.first(OLDEST, row -> Optional.ofNullable(Codes.instantOrNull(row, 1)))
                .flatMap(oldest -> oldest);
    }

    private static EventRow event(ResultSet row) throws SQLException {
        Instant acceptedAt = Instant.ofEpochMilli(row.getLong(4));
        return new EventRow(row.getLong(1), row.getString(2), row.getString(3), acceptedAt, row.getString(5));
    }

    static List<DeliveryRow> due(Session session, Instant at, Set<String> exceptTargets, int limit)
            throws SQLException {
        List<Object> arguments = new ArrayList<>(List.of(Codes.of(at)));
        arguments.addAll(exceptTargets);
        arguments.add(limit);
        return session.list(due(exceptTargets.size()), Events::delivery, arguments.toArray());
    }

    static String due(int exceptTargets) {
        String except = exceptTargets == 0 ? "" : "AND target_arn NOT IN (?" + ", ?".repeat(exceptTargets - 1) + ") ";
        return SELECT_DELIVERY + "WHERE dead_at IS NULL AND due_at <= ? " + except + "ORDER BY due_at, number LIMIT ?";
    }

    static Optional<Instant> nextDue(Session session, Instant after) throws SQLException {
        return session.first(NEXT_DUE, row -> Optional.ofNullable(Codes.instantOrNull(row, 1)), Codes.of(after))
                .flatMap(due -> due);
    }

    static Optional<DeliveryRow> delivery(Session session, long number) throws SQLException {
        return session.first(DELIVERY, Events::delivery, number);
    }

    static List<DeliveryRow> dead(Session session, long after, int limit) throws SQLException {
        return session.list(DEAD, Events::delivery, after, limit);
    }

    private static DeliveryRow delivery(ResultSet row) throws SQLException {
        return new DeliveryRow(
                row.getLong(1),
                row.getLong(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getInt(6),
                Instant.ofEpochMilli(row.getLong(7)),
                row.getString(8),
                Codes.instantOrNull(row, 9));
    }

    static int prune(Session writer, Instant acceptedBefore, Instant deadBefore, int limit) throws SQLException {
        int pruned =
                writer.update(PRUNE_DEAD, Codes.of(deadBefore), limit) + Decisions.prune(writer, deadBefore, limit);
        List<Long> old = writer.list(OLD, row -> row.getLong(1), Codes.of(acceptedBefore), limit);
        for (long number : old) {
            writer.update(DELETE_TAKEN, number);
            writer.update(DELETE, number);
        }
        return pruned + old.size();
    }

    // Who waits.

    static List<AwaitRow> awaits(Session session, AwaitRow.Key after, int limit) throws SQLException {
        return session.list(AWAITS, Events::awaitRow, after.executionId(), after.sequence(), limit);
    }

    private static AwaitRow awaitRow(ResultSet row) throws SQLException {
        return new AwaitRow(
                row.getLong(1),
                row.getLong(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                Instant.ofEpochMilli(row.getLong(8)));
    }

    static boolean taken(Session session, AwaitRow.Taken event) throws SQLException {
        return session.number(TAKEN, 0, event.event(), event.executionId(), event.state()) == 1;
    }

    // Schedules.

    static List<ScheduleRow> schedules(Session session) throws SQLException {
        return session.list(
                SCHEDULES,
                row -> new ScheduleRow(row.getString(1), row.getString(2), Instant.ofEpochMilli(row.getLong(3))));
    }
}
