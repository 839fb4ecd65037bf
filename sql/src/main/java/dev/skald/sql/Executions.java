package dev.skald.sql;

import dev.skald.asl.RunClass;
import dev.skald.core.Status;
import dev.skald.engine.store.Append;
import dev.skald.engine.store.Append.RowChange;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.ExecutionRow.MapItem;
import dev.skald.engine.store.ExecutionRow.Origin;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rows of executions, with what people search them by. */
final class Executions {
    private static final String INSERT = """
            INSERT INTO execution (id, machine, name, arn, type, definition, role, input_hash,
            status, started_at, stopped_at, at_rest, wake_at, attributes, version, alias, map_run, item_index, item_count,
            redrive_count, redriven_at, trace_header, run_class, saga_status, root)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""";

    private static final String INSERT_ATTRIBUTE =
            "INSERT INTO search_attribute (execution_id, name, value) VALUES (?, ?, ?)";

    private static final String UPDATE =
            "UPDATE execution SET status = ?, stopped_at = ?, at_rest = ?, wake_at = ?, run_class = ? WHERE id = ?";

    private static final String REST = "UPDATE execution SET at_rest = ?, wake_at = ? WHERE id = ?";

    private static final String PUT_SAGA = "UPDATE execution SET saga_status = ?, parked_since = ? WHERE id = ?";

    private static final String REDRIVE = "UPDATE execution SET redrive_count = ?, redriven_at = ? WHERE id = ?";

    private static final String DEFINITION = "SELECT definition FROM execution WHERE id = ?";

    private static final String PUT_DEFINITION = "UPDATE execution SET definition = ? WHERE id = ?";

    /** Followed by conditions on {@code e}. */
    static final String SELECT = """
            SELECT e.id, (SELECT text FROM term WHERE id = e.machine), e.name, (SELECT text FROM term WHERE id = e.arn),
            e.type, (SELECT text FROM term WHERE id = e.definition), (SELECT text FROM term WHERE id = e.role),
            e.input_hash, e.status, e.started_at, e.stopped_at, e.at_rest, e.wake_at, e.attributes,
            (SELECT text FROM term WHERE id = e.version), (SELECT text FROM term WHERE id = e.alias),
            (SELECT text FROM term WHERE id = e.map_run), e.item_index, e.item_count, e.redrive_count, e.redriven_at,
            e.trace_header, e.run_class, e.saga_status, e.root
            FROM execution e
            """;

    static final String BY_ID = SELECT + " WHERE e.id = ?";

    static final String BY_NAME = SELECT + " WHERE e.machine = (SELECT id FROM term WHERE text = ?) AND e.name = ?";

    static final String AWAKE = SELECT + " WHERE e.status = 0 AND e.at_rest = 0 AND e.id > ? ORDER BY e.id LIMIT ?";

    /** Those that are being undone after they ended. */
    private static final String REVERSING = "e.status > 0 AND e.saga_status IN (2, 4)";

    static final String REVERSING_AWAKE =
            SELECT + " WHERE " + REVERSING + " AND e.at_rest = 0 AND e.id > ? ORDER BY e.id LIMIT ?";

    static final String DUE =
            SELECT + " WHERE e.wake_at IS NOT NULL AND e.wake_at <= ? ORDER BY e.wake_at, e.id LIMIT ?";

    private static final String COUNT_OPEN = "SELECT count(*) FROM execution WHERE status = 0";

    private static final String COUNT_REVERSING = "SELECT count(*) FROM execution e WHERE " + REVERSING;

    private static final String ATTRIBUTES = "SELECT name, value FROM search_attribute WHERE execution_id = ?";

    /** Stands for the name at the end of an ARN; names and ARNs never contain it. */
    private static final String NAME = "*";

    private final Terms terms;

    Executions(Terms terms) {
        this.terms = terms;
    }

    /** What changes in a row during its life. */
    record State(
            Status status,
            @Nullable Instant stoppedAt,
            boolean atRest,
            @Nullable Instant wakeAt,
            @Nullable RunClass runClass) {
        static final State AWAKE = new State(Status.RUNNING, null, false, null, null);

        private @Nullable Integer runClassCode() {
            return runClass == null ? null : Codes.of(runClass);
        }
    }

    /** Whether neither the id nor the name was taken. */
    boolean insert(Session writer, ExecutionRow row, State state) throws SQLException {
        MapItem child = row.origin().mapItem();
        int inserted = writer.update(
                INSERT,
                row.id(),
                terms.id(writer, row.stateMachineArn()),
                row.name(),
                terms.id(writer, arnPattern(row)),
                Codes.of(row.type()),
                terms.id(writer, row.definitionHash()),
                terms.id(writer, row.roleArn()),
                row.inputHash(),
                Codes.of(state.status),
                Codes.of(row.startedAt()),
                Codes.orNull(state.stoppedAt),
                Codes.of(state.atRest),
                Codes.orNull(state.wakeAt),
                row.searchAttributes().size(),
                term(writer, row.origin().versionArn()),
                term(writer, row.origin().aliasArn()),
                child == null ? null : terms.id(writer, child.mapRunArn()),
                child == null ? null : child.index(),
                child == null ? null : child.itemCount(),
                row.redriveCount(),
                Codes.orNull(row.redrivenAt()),
                row.origin().traceHeader(),
                state.runClassCode(),
                Codes.of(row.sagaStatus()),
                row.origin().root());
        if (inserted == 0) return false;
        for (var attribute : row.searchAttributes().entrySet())
            writer.update(INSERT_ATTRIBUTE, row.id(), attribute.getKey(), attribute.getValue());
        return true;
    }

    private @Nullable Long term(Session writer, @Nullable String text) throws SQLException {
        return text == null ? null : terms.id(writer, text);
    }

    private static String arnPattern(ExecutionRow row) {
        String arn = row.arn();
        return arn.endsWith(row.name())
                ? arn.substring(0, arn.length() - row.name().length()) + NAME
                : arn;
    }

    void update(Session writer, long id, State state) throws SQLException {
        int updated = writer.update(
                UPDATE,
                Codes.of(state.status),
                Codes.orNull(state.stoppedAt),
                Codes.of(state.atRest),
                Codes.orNull(state.wakeAt),
                state.runClassCode(),
                id);
        if (updated != 1) throw new SQLException("no row of execution " + id);
    }

    /** Puts it to rest, or wakes it. */
    static void rest(Session writer, long id, boolean atRest, @Nullable Instant wakeAt) throws SQLException {
        int updated = writer.update(REST, Codes.of(atRest), Codes.orNull(wakeAt), id);
        if (updated != 1) throw new SQLException("no row of execution " + id);
    }

    static void putSaga(Session writer, long id, Append.SagaChange saga) throws SQLException {
        writer.update(PUT_SAGA, Codes.of(saga.status()), Codes.orNull(saga.parkedSince()), id);
    }

    void redrive(Session writer, long id, RowChange.Redrive redrive, State state) throws SQLException {
        writer.update(REDRIVE, redrive.redriveCount(), Codes.of(redrive.redrivenAt()), id);
        update(writer, id, state);
        Append.Definition onto = redrive.definition();
        if (onto == null) return;
        long old = writer.number(DEFINITION, 0, id);
        long definition = terms.id(writer, onto.hash());
        Catalogue.putDefinition(writer, definition, onto.text());
        writer.update(PUT_DEFINITION, definition, id);
        if (old != definition) Catalogue.deleteDefinitionIfUnused(writer, old);
    }

    // Reading.

    static Optional<ExecutionRow> byId(Session session, long id) throws SQLException {
        return session.first(BY_ID, row -> read(session, row), id);
    }

    static Optional<ExecutionRow> byName(Session session, String stateMachineArn, String name) throws SQLException {
        return session.first(BY_NAME, row -> read(session, row), stateMachineArn, name);
    }

    static List<ExecutionRow> awake(Session session, long afterId, int limit) throws SQLException {
        List<ExecutionRow> rows = new ArrayList<>();
        for (String awake : List.of(AWAKE, REVERSING_AWAKE))
            rows.addAll(session.list(awake, row -> read(session, row), afterId, limit));
        rows.sort(Comparator.comparingLong(ExecutionRow::id));
        return rows.subList(0, Math.min(limit, rows.size()));
    }

    static List<ExecutionRow> dueBefore(Session session, Instant instant, int limit) throws SQLException {
        return session.list(DUE, row -> read(session, row), Codes.of(instant), limit);
    }

    static long countOpen(Session session) throws SQLException {
        return session.number(COUNT_OPEN, 0);
    }

    /** How many are being undone after they ended: few, and in an index of their own. */
    static long countReversing(Session session) throws SQLException {
        return session.number(COUNT_REVERSING, 0);
    }

    /** Reads a row of {@link #SELECT}. */
    static ExecutionRow read(Session session, ResultSet row) throws SQLException {
        long id = row.getLong(1);
        String name = row.getString(3);
        String arn = row.getString(4);
        return new ExecutionRow(
                id,
                row.getString(2),
                name,
                arn.endsWith(NAME) ? arn.substring(0, arn.length() - NAME.length()) + name : arn,
                Codes.machineType(row.getInt(5)),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                Codes.status(row.getInt(9)),
                Instant.ofEpochMilli(row.getLong(10)),
                Codes.instantOrNull(row, 11),
                row.getInt(12) != 0,
                Codes.instantOrNull(row, 13),
                row.getInt(14) == 0 ? Map.of() : attributes(session, id),
                origin(row),
                row.getInt(20),
                Codes.instantOrNull(row, 21),
                Codes.runClassOrNull(row, 23),
                Codes.sagaStatus(row.getInt(24)));
    }

    private static Origin origin(ResultSet row) throws SQLException {
        String mapRunArn = row.getString(17);
        MapItem item = mapRunArn == null ? null : new MapItem(mapRunArn, row.getLong(18), row.getInt(19));
        String versionArn = row.getString(15);
        String aliasArn = row.getString(16);
        String traceHeader = row.getString(22);
        long root = row.getLong(25);
        boolean machine = versionArn == null && aliasArn == null && item == null && traceHeader == null && root == 0;
        return machine ? Origin.MACHINE : new Origin(versionArn, aliasArn, item, traceHeader, root == 0 ? null : root);
    }

    private static Map<String, String> attributes(Session session, long id) throws SQLException {
        Map<String, String> attributes = new TreeMap<>();
        session.list(ATTRIBUTES, row -> attributes.put(row.getString(1), row.getString(2)), id);
        return attributes;
    }
}
