package dev.skald.sql;

import dev.skald.core.Status;
import dev.skald.engine.store.Append;
import dev.skald.engine.store.StatusChangeRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Writes down, with the appends, which executions begin and end: only while somebody wants to know. */
final class StatusChanges {
    private static final String WANTED = "SELECT value FROM meta WHERE name = 'status_changes'";
    private static final String WANT = "UPDATE meta SET value = ? WHERE name = 'status_changes'";

    /** Only STANDARD executions. */
    private static final String INSERT = """
            INSERT INTO status_change (execution_id, status, sequence)
            SELECT id, ?, ? FROM execution WHERE id = ? AND type = 0""";

    static final String LIST =
            "SELECT number, execution_id, status, sequence FROM status_change ORDER BY number LIMIT ?";
    private static final String DELETE = "DELETE FROM status_change WHERE number = ?";

    private volatile boolean wanted;

    boolean wanted() {
        return wanted;
    }

    /** Reads what was wanted last. */
    boolean load(Session session) throws SQLException {
        wanted = session.number(WANTED, 0) == 1;
        return wanted;
    }

    void want(Session writer, boolean want) throws SQLException {
        writer.update(WANT, Codes.of(want));
        wanted = want;
    }

    /** Writes down what an append that is stored has changed. */
    void appended(Session writer, Append append) throws SQLException {
        if (!wanted) return;
        for (Status status : StatusChangeRow.statuses(append.change()))
            writer.update(INSERT, Codes.of(status), append.lastSequence(), append.executionId());
    }

    static void delete(Session writer, long number) throws SQLException {
        writer.update(DELETE, number);
    }

    static List<StatusChangeRow> list(Session session, int limit) throws SQLException {
        return session.list(LIST, StatusChanges::read, limit);
    }

    private static StatusChangeRow read(ResultSet row) throws SQLException {
        return new StatusChangeRow(row.getLong(1), row.getLong(2), Codes.status(row.getInt(3)), row.getLong(4));
    }
}
