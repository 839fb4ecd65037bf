package dev.skald.sql;

import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.MapRunRow;
import dev.skald.engine.store.MapRunStore.ChildCount;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Map Runs, and the rows of their children. */
final class MapRuns {
    private static final String PUT = """
            INSERT OR REPLACE INTO map_run (arn, execution_id, execution_arn, sequence, machine, status, max_concurrency,
            tolerated_count, tolerated_percentage, items, executions, started_at, stopped_at,
            redrive_count, redriven_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final String SELECT = """
            SELECT arn, execution_id, execution_arn, sequence, machine, status, max_concurrency, tolerated_count,
            tolerated_percentage, items, executions, started_at, stopped_at, redrive_count, redriven_at
            FROM map_run
            """;

    private static final String ONE = SELECT + "WHERE arn = ?";
    private static final String LIST =
            SELECT + "WHERE execution_id = ? AND sequence < ? ORDER BY sequence DESC LIMIT ?";
    private static final String RUNNING = SELECT + "WHERE status = 0 AND arn > ? ORDER BY arn LIMIT ?";

    private static final String OF_RUN = "e.map_run = (SELECT id FROM term WHERE text = ?)";

    static final String CHILDREN =
            Executions.SELECT + " WHERE " + OF_RUN + " AND e.item_index >= ? ORDER BY e.item_index LIMIT ?";

    private static final String COUNTS =
            "SELECT e.status, count(*), sum(e.item_count) FROM execution e WHERE " + OF_RUN + " GROUP BY e.status";

    private static final String BEFORE_EVERY_ARN = "";

    private MapRuns() {}

    static void put(Session writer, MapRunRow run) throws SQLException {
        writer.update(
                PUT,
                run.arn(),
                run.executionId(),
                run.executionArn(),
                run.sequence(),
                run.stateMachineArn(),
                Codes.of(run.status()),
                run.settings().maxConcurrency(),
                run.settings().toleratedFailureCount(),
                run.settings().toleratedFailurePercentage(),
                run.items(),
                run.executions(),
                Codes.of(run.startedAt()),
                Codes.orNull(run.stoppedAt()),
                run.redriveCount(),
                Codes.orNull(run.redrivenAt()));
    }

    static Optional<MapRunRow> one(Session session, String arn) throws SQLException {
        return session.first(ONE, MapRuns::read, arn);
    }

    static List<MapRunRow> list(Session session, long executionId, long beforeSequence, int limit) throws SQLException {
        return session.list(LIST, MapRuns::read, executionId, beforeSequence, limit);
    }

    static List<MapRunRow> running(Session session, @Nullable String afterArn, int limit) throws SQLException {
        return session.list(RUNNING, MapRuns::read, afterArn == null ? BEFORE_EVERY_ARN : afterArn, limit);
    }

    static List<ExecutionRow> children(Session session, String mapRunArn, long fromIndex, int limit)
            throws SQLException {
        return session.list(CHILDREN, row -> Executions.read(session, row), mapRunArn, fromIndex, limit);
    }

    static List<ChildCount> counts(Session session, String mapRunArn) throws SQLException {
        return session.list(
                COUNTS, row -> new ChildCount(Codes.status(row.getInt(1)), row.getLong(2), row.getLong(3)), mapRunArn);
    }

    private static MapRunRow read(ResultSet row) throws SQLException {
        return new MapRunRow(
                row.getString(1),
                row.getLong(2),
                row.getString(3),
                row.getLong(4),
                row.getString(5),
                Codes.status(row.getInt(6)),
                new MapRunRow.Settings(row.getInt(7), row.getLong(8), row.getDouble(9)),
                row.getLong(10),
                row.getLong(11),
                Instant.ofEpochMilli(row.getLong(12)),
                Codes.instantOrNull(row, 13),
                row.getInt(14),
                Codes.instantOrNull(row, 15));
    }
}
