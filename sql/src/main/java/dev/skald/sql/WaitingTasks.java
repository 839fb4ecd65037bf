package dev.skald.sql;

import dev.skald.engine.store.Append;
import dev.skald.engine.store.Waited;
import dev.skald.engine.store.WaitingTaskQuery;
import dev.skald.engine.store.WaitingTaskRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The list of tasks that wait for their tokens. It changes with the appends that begin and end the waiting. */
final class WaitingTasks {
    private static final String INSERT = """
            INSERT INTO waiting_task (execution_id, sequence, machine, state, since, timeout_at)
            SELECT id, ?, machine, ?, ?, ? FROM execution WHERE id = ?""";

    private static final String DELETE = "DELETE FROM waiting_task WHERE execution_id = ? AND sequence = ?";

    private static final String SELECT =
            "SELECT w.execution_id, w.sequence, w.state, w.since, w.timeout_at FROM waiting_task w WHERE ";

    private WaitingTasks() {}

    static void change(Session writer, long executionId, Append.WaitingChange change) throws SQLException {
        for (long over : change.over()) writer.update(DELETE, executionId, over);
        for (WaitingTaskRow task : change.begun())
            writer.update(
                    INSERT,
                    task.sequence(),
                    task.state(),
                    Codes.of(task.since()),
                    Codes.orNull(task.timeoutAt()),
                    executionId);
    }

    static List<WaitingTaskRow> list(Session session, WaitingTaskQuery query) throws SQLException {
        List<Object> arguments = new ArrayList<>();
        if (query.executionId() != null) arguments.add(query.executionId());
        List<Long> machines = MachineTerms.of(session, query.stateMachineArn());
        arguments.addAll(machines);
        Waited after = query.after();
        arguments.addAll(List.of(Codes.of(after.since()), after.executionId(), after.sequence(), query.limit()));
        return session.list(sql(query, machines.size()), WaitingTasks::read, arguments.toArray());
    }

    /** @param machines how many numbers the machine that is asked for goes by */
    static String sql(WaitingTaskQuery query, int machines) {
        return SELECT
                + (query.executionId() == null ? "" : "w.execution_id = ? AND ")
                + MachineTerms.isOneOf("w.machine", machines, " AND ")
                + "(w.since, w.execution_id, w.sequence) > (?, ?, ?) ORDER BY w.since, w.execution_id, w.sequence LIMIT ?";
    }

    private static WaitingTaskRow read(ResultSet row) throws SQLException {
        return new WaitingTaskRow(
                row.getLong(1),
                row.getLong(2),
                row.getString(3),
                Instant.ofEpochMilli(row.getLong(4)),
                Codes.instantOrNull(row, 5));
    }
}
