package dev.skald.sql;

import dev.skald.engine.store.Append;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The chunks of events, one per append. */
final class Chunks {
    /** What {@link #lastSequence} says of an execution that is not there. */
    static final long NO_EXECUTION = -1;

    private static final String INSERT = """
            INSERT INTO chunk (execution_id, first_sequence, last_sequence, append_id, events)
            VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""";

    private static final String LAST_SEQUENCE =
            "SELECT last_sequence FROM chunk WHERE execution_id = ? ORDER BY first_sequence DESC LIMIT 1";

    private static final String EXECUTION = "SELECT 0 FROM execution WHERE id = ?";

    private static final String STORED = "SELECT 1 FROM chunk WHERE execution_id = ? AND append_id = ?";

    /** Chunks of a purged execution may still be there, but not for a reader. */
    private static final String VISIBLE = " AND EXISTS (SELECT 1 FROM execution e WHERE e.id = chunk.execution_id)";

    private static final String FROM = """
            SELECT events FROM chunk WHERE execution_id = ? AND last_sequence >= ?
            AND first_sequence >= coalesce(
            (SELECT max(c.first_sequence) FROM chunk c WHERE c.execution_id = ? AND c.first_sequence <= ?), 0)
            """ + VISIBLE + " ORDER BY first_sequence LIMIT ?";

    private static final String LAST =
            "SELECT events FROM chunk WHERE execution_id = ?" + VISIBLE + " ORDER BY first_sequence DESC LIMIT 1";

    private Chunks() {}

    /** The last event of an execution, 0 when it has none; {@link #NO_EXECUTION} when there is no such execution. */
    static long lastSequence(Session session, long executionId) throws SQLException {
        long last = session.number(LAST_SEQUENCE, NO_EXECUTION, executionId);
        return last != NO_EXECUTION ? last : session.number(EXECUTION, NO_EXECUTION, executionId);
    }

    /** Whether the place in the journal was free. */
    static boolean insert(Session session, Append append) throws SQLException {
        if (append.events().length == 0) return true;
        int inserted = session.update(
                INSERT,
                append.executionId(),
                append.expectedLastSequence() + 1,
                append.lastSequence(),
                append.appendId(),
                append.events());
        return inserted == 1;
    }

    static boolean stored(Session session, long executionId, long appendId) throws SQLException {
        return session.number(STORED, 0, executionId, appendId) == 1;
    }

    static List<byte[]> from(Session session, long executionId, long sequence, int limit) throws SQLException {
        return session.list(FROM, row -> row.getBytes(1), executionId, sequence, executionId, sequence, limit);
    }

    static Optional<byte[]> last(Session session, long executionId) throws SQLException {
        return session.first(LAST, row -> row.getBytes(1), executionId);
    }
}
