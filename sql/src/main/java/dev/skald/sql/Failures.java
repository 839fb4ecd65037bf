package dev.skald.sql;

import dev.skald.asl.RunClass;
import dev.skald.engine.store.Acknowledgement;
import dev.skald.engine.store.Append;
import dev.skald.engine.store.FailureGroup;
import dev.skald.engine.store.FailureQuery;
import dev.skald.engine.store.StatusStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where executions failed, and what was acknowledged of it. A row comes with the end, and goes with a redrive or a purge. */
final class Failures {
    private static final String INSERT = """
            INSERT INTO failure (execution_id, machine, state, error, run_class, stopped_at)
            SELECT id, machine, ?, ?, ?, ? FROM execution WHERE id = ?""";

    static final String DELETE = "DELETE FROM failure WHERE execution_id = ?";

    private static final String GROUPED = """
            SELECT (SELECT text FROM term WHERE id = g.machine), g.state, g.error,
            (SELECT run_class FROM failure WHERE execution_id = g.example), g.number, g.news, g.first_at, g.last_at,
            g.example, g.who, g.why, g.acknowledged_at FROM (
            SELECT f.machine, f.state, f.error, count(*) AS number,
            sum(CASE WHEN a.acknowledged_at IS NULL OR f.stopped_at > a.acknowledged_at THEN 1 ELSE 0 END) AS news,
            min(f.stopped_at) AS first_at, max(f.stopped_at) AS last_at, max(f.execution_id) AS example,
            max(a.who) AS who, max(a.why) AS why, max(a.acknowledged_at) AS acknowledged_at FROM (
            """;

    private static final String ACKNOWLEDGED = """
            ) AS f LEFT JOIN acknowledgement a ON a.machine = f.machine AND a.state = f.state AND a.error = f.error
            GROUP BY f.machine, f.state, f.error) AS g ORDER BY g.news > 0 DESC, g.last_at DESC, g.example DESC LIMIT ?""";

    private static final String ACKNOWLEDGE = """
            INSERT INTO acknowledgement (machine, state, error, who, why, acknowledged_at) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (machine, state, error) DO UPDATE SET who = excluded.who, why = excluded.why,
            acknowledged_at = excluded.acknowledged_at""";

    private static final String FORGET_OLDEST = """
            DELETE FROM acknowledgement WHERE (machine, state, error) IN (SELECT machine, state, error
            FROM acknowledgement ORDER BY acknowledged_at DESC LIMIT -1 OFFSET ?)""";

    private Failures() {}

    // Writing.

    static void failed(Session writer, long executionId, Append.@Nullable Failure failure, Executions.State state)
            throws SQLException {
        Instant stoppedAt = state.stoppedAt();
        RunClass runClass = state.runClass();
        if (failure == null || stoppedAt == null || runClass == null) return;
        writer.update(INSERT, failure.state(), failure.error(), Codes.of(runClass), Codes.of(stoppedAt), executionId);
    }

    static void acknowledge(Session writer, Terms terms, Acknowledgement it) throws SQLException {
        long machine = terms.id(writer, it.stateMachineArn());
        writer.update(ACKNOWLEDGE, machine, it.state(), it.error(), it.who(), it.why(), Codes.of(it.at()));
        writer.update(FORGET_OLDEST, StatusStore.ACKNOWLEDGEMENTS_MAX);
    }

    // Reading.

    static List<FailureGroup> list(Session session, FailureQuery query) throws SQLException {
        List<Object> arguments = new ArrayList<>();
        if (query.mapRunArn() != null) arguments.add(query.mapRunArn());
        List<Long> machines = MachineTerms.of(session, query.stateMachineArn());
        arguments.addAll(machines);
        arguments.addAll(List.of(StatusStore.FAILURES_COUNTED_MAX, query.limit()));
        return session.list(sql(query, machines.size()), Failures::read, arguments.toArray());
    }

    /** @param machines how many numbers the machine that is asked for goes by */
    static String sql(FailureQuery query, int machines) {
        return GROUPED + counted(query, machines) + ACKNOWLEDGED;
    }

    /** The failures that are counted. The class is written out, as in {@link ExecutionList}. */
    private static String counted(FailureQuery query, int machines) {
        String failures = "SELECT c.* FROM "
                + (query.mapRunArn() == null
                        ? "failure c WHERE 1 = 1"
                        : "execution e JOIN failure c ON c.execution_id = e.id"
                                + " WHERE e.map_run = (SELECT id FROM term WHERE text = ?)");
        failures += MachineTerms.isOneOf(" AND c.machine", machines, "");
        if (query.runClass() != null) failures += " AND c.run_class = " + Codes.of(query.runClass());
        return failures + (query.mapRunArn() == null ? " ORDER BY c.execution_id DESC" : "") + " LIMIT ?";
    }

    private static FailureGroup read(ResultSet row) throws SQLException {
        String machine = row.getString(1);
        String state = row.getString(2);
        String error = row.getString(3);
        RunClass runClass = Codes.runClassOrNull(row, 4);
        if (runClass == null) throw new SQLException("a failure without a class: " + row.getLong(9));
        return new FailureGroup(
                machine,
                state,
                error,
                runClass,
                row.getLong(5),
                row.getLong(6),
                Instant.ofEpochMilli(row.getLong(7)),
                Instant.ofEpochMilli(row.getLong(8)),
                row.getLong(9),
                acknowledgement(row, machine, state, error));
    }

    private static @Nullable Acknowledgement acknowledgement(ResultSet row, String machine, String state, String error)
            throws SQLException {
        Instant at = Codes.instantOrNull(row, 12);
        return at == null ? null : new Acknowledgement(machine, state, error, row.getString(10), row.getString(11), at);
    }
}
