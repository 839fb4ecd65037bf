package dev.skald.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Deletes old executions: first out of sight, all at once; then their chunks, a slice of time at a time, so that one with a
 * long history keeps nobody waiting.
 */
final class Purge {
    /** How long one slice may take; others write in between. */
    static final Duration SLICE = Duration.ofMillis(10);

    /** How many chunks are deleted between looks at the clock. */
    private static final int CHUNKS_STEP = 64;

    /** Not those that are being undone, nor those that another may have to undo which stays. */
    private static final String OLD = """
            SELECT e.id, e.definition FROM execution e WHERE e.stopped_at < ? AND e.saga_status NOT IN (2, 4)
            AND NOT EXISTS (SELECT 1 FROM execution r WHERE r.id = e.root
            AND (r.stopped_at IS NULL OR r.stopped_at >= ? OR r.saga_status IN (2, 4)))
            AND NOT EXISTS (SELECT 1 FROM execution r WHERE r.status > 0 AND r.saga_status IN (2, 4)
            AND r.root = e.root)
            ORDER BY e.stopped_at LIMIT ?""";

    private static final String HIDE = "INSERT INTO purged (execution_id) VALUES (?)";
    private static final List<String> DELETE = List.of(
            "DELETE FROM execution WHERE id = ?",
            "DELETE FROM search_attribute WHERE execution_id = ?",
            "DELETE FROM snapshot WHERE execution_id = ?",
            "DELETE FROM map_run WHERE execution_id = ?",
            "DELETE FROM waiting_task WHERE execution_id = ?",
            Decisions.DELETE,
            Failures.DELETE);

    private static final String NEXT = "SELECT min(execution_id) FROM purged";
    private static final String DELETE_CHUNKS =
            "DELETE FROM chunk WHERE seq IN (SELECT seq FROM chunk WHERE execution_id = ? LIMIT ?)";
    private static final String DONE = "DELETE FROM purged WHERE execution_id = ?";

    private Purge() {}

    private record Old(long id, long definition) {
        static Old read(ResultSet row) throws SQLException {
            return new Old(row.getLong(1), row.getLong(2));
        }
    }

    /** Takes executions out of sight that stopped before an instant; returns how many. */
    static int hide(Session writer, Instant stoppedBefore, int limit) throws SQLException {
        List<Old> found = writer.list(OLD, Old::read, Codes.of(stoppedBefore), Codes.of(stoppedBefore), limit);
        Set<Long> definitions = new HashSet<>();
        for (Old old : found) {
            writer.update(HIDE, old.id);
            for (String delete : DELETE) writer.update(delete, old.id);
            definitions.add(old.definition);
        }
        for (long definition : definitions) Catalogue.deleteDefinitionIfUnused(writer, definition);
        return found.size();
    }

    /** Deletes chunks of hidden executions for one slice; returns whether there are more. */
    static boolean deleteSlice(Session writer) throws SQLException {
        long deadline = System.nanoTime() + SLICE.toNanos();
        while (System.nanoTime() - deadline < 0) {
            long id = writer.number(NEXT, 0);
            if (id == 0) return false;
            if (writer.update(DELETE_CHUNKS, id, CHUNKS_STEP) < CHUNKS_STEP) writer.update(DONE, id);
        }
        return true;
    }
}
