package dev.skald.sql;

import dev.skald.engine.store.MachineCounts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * Counts by machine. Each is counted on an index of its own that holds only what is counted: of what succeeded, which may be
 * very much, nothing is read.
 */
final class Counts {
    /** 4 is {@code PARKED}; 1 and 2 are the known and the unknown failures. */
    static final String BY_MACHINE = """
            SELECT (SELECT text FROM term WHERE id = machine) AS arn,
            sum(awake), sum(open) - sum(awake), sum(parked), sum(waiting), sum(known), sum(unknown) FROM (
            SELECT machine, count(*) AS open, 0 AS awake, 0 AS parked, 0 AS waiting, 0 AS known, 0 AS unknown
            FROM execution WHERE status = 0 GROUP BY machine
            UNION ALL SELECT machine, 0, count(*), 0, 0, 0, 0
            FROM execution WHERE id IN (SELECT id FROM execution WHERE status = 0 AND at_rest = 0) GROUP BY machine
            UNION ALL SELECT machine, 0, 0, count(*), 0, 0, 0
            FROM execution WHERE saga_status > 0 AND saga_status = 4 GROUP BY machine
            UNION ALL SELECT machine, 0, 0, 0, count(*), 0, 0
            FROM waiting_task GROUP BY machine
            UNION ALL SELECT machine, 0, 0, 0, 0,
            sum(CASE WHEN run_class = 1 THEN 1 ELSE 0 END), sum(CASE WHEN run_class = 2 THEN 1 ELSE 0 END)
            FROM execution WHERE run_class > 0 GROUP BY machine
            ) AS counts GROUP BY machine ORDER BY arn LIMIT ?""";

    private Counts() {}

    static List<MachineCounts> byMachine(Session session, int limit) throws SQLException {
        return session.list(BY_MACHINE, Counts::read, limit);
    }

    private static MachineCounts read(ResultSet row) throws SQLException {
        return new MachineCounts(
                row.getString(1),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7));
    }
}
