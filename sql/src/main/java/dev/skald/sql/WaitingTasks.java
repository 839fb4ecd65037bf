package dev.skald.sql;

import dev.skald.engine.store.Append;
import dev.skald.engine.store.WaitingTaskQuery;
import dev.skald.engine.store.WaitingTaskRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The list of tasks that wait for their tokens. It changes with the appends that begin and end the waiting. */
final class WaitingTasks {
    private static final String INSERT = """
            INSERT INTO waiting_task (execution_id, sequence, machine, state, timeout_at)
            SELECT id, ?, machine, ?, ? FROM execution WHERE id = ?""";

    private static final String DELETE = "DELETE FROM waiting_task WHERE execution_id = ? AND sequence = ?";

    private static final String SELECT =
            "SELECT w.execution_id, w.sequence, w.state, w.timeout_at FROM waiting_task w WHERE ";

    private WaitingTasks() {}

    static void change(Session writer, long executionId, Append.WaitingChange change) throws SQLException {
        for (long over : change.over()) writer.update(DELETE, executionId, over);
        for (WaitingTaskRow task : change.begun())
            writer.update(INSERT, task.sequence(), task.state(), Codes.orNull(task.timeoutAt()), executionId);
    }

    static List<WaitingTaskRow> list(Session session, WaitingTaskQuery query) throws SQLException {
        List<Object> arguments = new ArrayList<>();
        if (query.executionId() != null) arguments.add(query.executionId());
        if (query.stateMachineArn() != null) arguments.add(query.stateMachineArn());
        arguments.addAll(List.of(query.afterExecutionId(), query.afterSequence(), query.limit()));
        return session.list(sql(query), WaitingTasks::read, arguments.toArray());
    }

    static String sql(WaitingTaskQuery query) {
        return SELECT
                + (query.executionId() == null ? "" : "w.execution_id = ? AND ")
                + (query.stateMachineArn() == null ? "" : "w.machine = (SELECT id FROM term WHERE text = ?) AND ")
                + "(w.execution_id, w.sequence) > (?, ?) ORDER BY w.execution_id, w.sequence LIMIT ?";
    }

    private static WaitingTaskRow read(ResultSet row) throws SQLException {
        return new WaitingTaskRow(row.getLong(1), row.getLong(2), row.getString(3), Codes.instantOrNull(row, 4));
    }
}
