package dev.skald.sql;

import dev.skald.engine.store.ParkedQuery;
import dev.skald.engine.store.ParkedRow;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The list of executions with something parked. It changes with the appends that change their sagas. */
final class Parked {
    /** A page is found by the index; then each of its executions is read. */
    private static final String SELECT = "SELECT e.id, e.parked_since FROM execution e WHERE ";

    private Parked() {}

    private record Found(long id, Instant since) {}

    static List<ParkedRow> list(Session session, ParkedQuery query) throws SQLException {
        List<Long> machines = MachineTerms.of(session, query.stateMachineArn());
        List<Object> arguments = new ArrayList<>(machines);
        arguments.addAll(List.of(Codes.of(query.after().since()), query.after().executionId(), query.limit()));
        List<ParkedRow> rows = new ArrayList<>();
        for (Found one : session.list(
                sql(machines.size()),
                row -> new Found(row.getLong(1), Instant.ofEpochMilli(row.getLong(2))),
                arguments.toArray()))
            Executions.byId(session, one.id).ifPresent(row -> rows.add(new ParkedRow(row, one.since)));
        return rows;
    }

    /** @param machines how many numbers the machine that is asked for goes by */
    static String sql(int machines) {
        return SELECT
                + MachineTerms.isOneOf("e.machine", machines, " AND ")
                + "e.parked_since IS NOT NULL AND (e.parked_since, e.id) > (?, ?) ORDER BY e.parked_since, e.id LIMIT ?";
    }
}
