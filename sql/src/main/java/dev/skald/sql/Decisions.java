package dev.skald.sql;

import dev.skald.engine.store.DecisionQuery;
import dev.skald.engine.store.DecisionRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The list of what persons decided. It grows with the appends that keep it, and with what becomes of dead letters. */
final class Decisions {
    private static final String INSERT = """
            INSERT INTO decision (execution_id, sequence, machine, kind, about, who, why, decided_at)
            VALUES (?, ?, (SELECT machine FROM execution WHERE id = ?), ?, ?, ?, ?, ?)""";

    static final String DELETE = "DELETE FROM decision WHERE execution_id = ?";

    private static final String PRUNE = """
            DELETE FROM decision WHERE number IN
            (SELECT number FROM decision WHERE execution_id = 0 AND decided_at < ? ORDER BY number LIMIT ?)""";

    private static final String SELECT =
            "SELECT number, execution_id, sequence, kind, about, who, why, decided_at FROM decision WHERE ";

    private Decisions() {}

    static void add(Session writer, List<DecisionRow> made) throws SQLException {
        for (DecisionRow row : made)
            writer.update(
                    INSERT,
                    row.executionId(),
                    row.sequence(),
                    row.executionId(),
                    row.kind().name(),
                    row.about(),
                    row.who(),
                    row.why(),
                    Codes.of(row.at()));
    }

    /** Forgets what was decided of dead letters before an instant; returns how many. */
    static int prune(Session writer, Instant before, int limit) throws SQLException {
        return writer.update(PRUNE, Codes.of(before), limit);
    }

    static List<DecisionRow> list(Session session, DecisionQuery query) throws SQLException {
        List<Object> arguments = new ArrayList<>();
        if (query.executionId() != null) arguments.add(query.executionId());
        List<Long> machines = MachineTerms.of(session, query.stateMachineArn());
        arguments.addAll(machines);
        arguments.addAll(List.of(query.before(), query.limit()));
        return session.list(sql(query, machines.size()), Decisions::read, arguments.toArray());
    }

    /** @param machines how many numbers the machine that is asked for goes by */
    static String sql(DecisionQuery query, int machines) {
        return SELECT
                + (query.executionId() == null ? "" : "execution_id = ? AND ")
                + MachineTerms.isOneOf("machine", machines, " AND ")
                + "number < ? ORDER BY number DESC LIMIT ?";
    }

    private static DecisionRow read(ResultSet row) throws SQLException {
        return new DecisionRow(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                DecisionRow.Kind.valueOf(row.getString(4)),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                Instant.ofEpochMilli(row.getLong(8)));
    }
}
