package dev.skald.sql;

import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.RunSample;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How machines have been doing of late, and what of them is open for longest: as much as is asked for, and no more. */
final class Runs {
    private static final String SAMPLE = """
            SELECT e.id, (SELECT text FROM term WHERE id = e.machine), e.status, e.started_at, e.stopped_at, e.run_class
            FROM execution e
            """;

    static final String RECENT = SAMPLE + " ORDER BY e.id DESC LIMIT ?";

    static final String RECENT_OF_MACHINE =
            SAMPLE + " WHERE e.machine = (SELECT id FROM term WHERE text = ?) ORDER BY e.id DESC LIMIT ?";

    static final String OLDEST_OPEN = Executions.SELECT
            + " WHERE e.status = 0 AND e.machine = (SELECT id FROM term WHERE text = ?) ORDER BY e.id LIMIT ?";

    private Runs() {}

    static List<RunSample> recent(Session session, @Nullable String stateMachineArn, int limit) throws SQLException {
        return stateMachineArn == null
                ? session.list(RECENT, Runs::read, limit)
                : session.list(RECENT_OF_MACHINE, Runs::read, stateMachineArn, limit);
    }

    static List<ExecutionRow> oldestOpen(Session session, String stateMachineArn, int limit) throws SQLException {
        return session.list(OLDEST_OPEN, row -> Executions.read(session, row), stateMachineArn, limit);
    }

    private static RunSample read(ResultSet row) throws SQLException {
        return new RunSample(
                row.getLong(1),
                row.getString(2),
                Codes.status(row.getInt(3)),
                Instant.ofEpochMilli(row.getLong(4)),
                Codes.instantOrNull(row, 5),
                Codes.runClassOrNull(row, 6));
    }
}
