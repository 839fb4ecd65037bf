package dev.skald.sql;

import dev.skald.core.Status;
import dev.skald.engine.store.Append;
import dev.skald.engine.store.Append.Result;
import dev.skald.engine.store.Append.RowChange;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.Store;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Stores appends. Each looks first whether it still follows the last event of its execution, so that one that does not leaves
 * no trace and its neighbours go on; the unique key of the chunks has the last word where several processes write.
 */
final class Appends {
    private static final String PUT_SNAPSHOT = """
            INSERT INTO snapshot (execution_id, last_sequence, state) VALUES (?, ?, ?)
            ON CONFLICT (execution_id) DO UPDATE SET last_sequence = excluded.last_sequence, state = excluded.state""";

    private static final String DELETE_SNAPSHOT = "DELETE FROM snapshot WHERE execution_id = ?";

    private static final String SNAPSHOT = "SELECT last_sequence, state FROM snapshot WHERE execution_id = ?";

    /** Of how many executions the last event is remembered; that of others is looked up. */
    static final int REMEMBERED_MAX = 16_384;

    private final Executions executions;
    private final StatusChanges statusChanges;

    /** Right also when another process has appended since: its chunk then begins where this one would. */
    private final Remembered<Long, Long> lastSequences = new Remembered<>(REMEMBERED_MAX);

    Appends(Executions executions, StatusChanges statusChanges) {
        this.executions = executions;
        this.statusChanges = statusChanges;
    }

    List<Result> store(Session writer, List<Append> appends) throws SQLException {
        List<Result> results = new ArrayList<>(appends.size());
        for (Append append : appends) results.add(stored(writer, append));
        return results;
    }

    private Result stored(Session writer, Append append) throws SQLException {
        Result result = store(writer, append);
        if (!(result instanceof Result.Stored)) return result;
        if (append.saga() != null) Executions.putSaga(writer, append.executionId(), append.saga());
        WaitingTasks.change(writer, append.executionId(), append.waiting());
        Decisions.add(writer, append.decisions());
        statusChanges.appended(writer, append);
        return result;
    }

    private Result store(Session writer, Append append) throws SQLException {
        return switch (append.change()) {
            case null -> continued(writer, append);
            case RowChange.Create c -> created(writer, append, c.row(), Executions.State.AWAKE);
            case RowChange.CreateAtRest c -> createdAtRest(writer, append, c);
            case RowChange.CreateEnded c -> createdEnded(writer, append, c);
            case RowChange.Rest rest -> rested(writer, append, rest);
            case RowChange.Wake() -> woken(writer, append);
            case RowChange.End end -> ended(writer, append, end);
            case RowChange.Redrive redrive -> redriven(writer, append, redrive, Executions.State.AWAKE);
            case RowChange.RedriveEnded again -> redrivenEnded(writer, append, again);
        };
    }

    private Result continued(Session writer, Append append) throws SQLException {
        boolean stored = lastSequence(writer, append) == append.expectedLastSequence() && Chunks.insert(writer, append);
        if (stored) lastSequences.put(writer, append.executionId(), append.lastSequence());
        else lastSequences.forget(writer, append.executionId());
        return stored ? new Result.Stored() : new Result.Conflict();
    }

    /** Looked up when there are no events, whose unique key would have the last word. */
    private long lastSequence(Session writer, Append append) throws SQLException {
        Long known = append.events().length == 0 ? null : lastSequences.get(writer, append.executionId());
        return known != null ? known : Chunks.lastSequence(writer, append.executionId());
    }

    private Result rested(Session writer, Append append, RowChange.Rest rest) throws SQLException {
        Result result = continued(writer, append);
        if (!(result instanceof Result.Stored)) return result;
        Executions.rest(writer, append.executionId(), true, rest.wakeAt());
        putSnapshot(writer, append, rest);
        return result;
    }

    private Result woken(Session writer, Append append) throws SQLException {
        Result result = continued(writer, append);
        if (result instanceof Result.Stored) Executions.rest(writer, append.executionId(), false, null);
        return result;
    }

    private Result ended(Session writer, Append append, RowChange.End end) throws SQLException {
        Result result = continued(writer, append);
        if (result instanceof Result.Stored) {
            executions.update(writer, append.executionId(), state(end));
            Failures.failed(writer, append.executionId(), end.failure(), state(end));
            writer.update(DELETE_SNAPSHOT, append.executionId());
            lastSequences.forget(writer, append.executionId());
        }
        return result;
    }

    /** One that ended long ago may have been purged since it was read. */
    private Result redriven(Session writer, Append append, RowChange.Redrive redrive, Executions.State state)
            throws SQLException {
        if (Executions.byId(writer, append.executionId()).isEmpty()) return new Result.Conflict();
        Result result = continued(writer, append);
        if (result instanceof Result.Stored) {
            executions.redrive(writer, append.executionId(), redrive, state);
            writer.update(Failures.DELETE, append.executionId());
        }
        if (state.status().terminal()) lastSequences.forget(writer, append.executionId());
        return result;
    }

    private Result redrivenEnded(Session writer, Append append, RowChange.RedriveEnded again) throws SQLException {
        Result result = redriven(writer, append, again.redrive(), state(again.end()));
        if (result instanceof Result.Stored)
            Failures.failed(writer, append.executionId(), again.end().failure(), state(again.end()));
        return result;
    }

    private Result createdEnded(Session writer, Append append, RowChange.CreateEnded creation) throws SQLException {
        Executions.State state = state(creation.end());
        Result result = created(writer, append, creation.row(), state);
        if (result instanceof Result.Stored)
            Failures.failed(writer, append.executionId(), creation.end().failure(), state);
        return result;
    }

    private Result created(Session writer, Append append, ExecutionRow row, Executions.State state)
            throws SQLException {
        if (!executions.insert(writer, row, state)) return taken(writer, row);
        if (!Chunks.insert(writer, append)) throw new SQLException("chunks without an execution: " + row.id());
        if (!state.status().terminal()) lastSequences.put(writer, row.id(), append.lastSequence());
        return new Result.Stored();
    }

    private Result createdAtRest(Session writer, Append append, RowChange.CreateAtRest creation) throws SQLException {
        Result result = created(writer, append, creation.row(), state(creation.rest()));
        if (result instanceof Result.Stored) putSnapshot(writer, append, creation.rest());
        return result;
    }

    /** The id is taken, or the name. */
    private static Result taken(Session writer, ExecutionRow row) throws SQLException {
        if (Executions.byId(writer, row.id()).isPresent()) return new Result.Conflict();
        Optional<ExecutionRow> existing = Executions.byName(writer, row.stateMachineArn(), row.name());
        return new Result.NameTaken(existing.orElseThrow(() -> new SQLException("neither id nor name is taken")));
    }

    private static Executions.State state(RowChange.Rest rest) {
        return new Executions.State(Status.RUNNING, null, true, rest.wakeAt(), null);
    }

    private static Executions.State state(RowChange.End end) {
        return new Executions.State(end.status(), end.stoppedAt(), false, null, end.runClass());
    }

    // Snapshots.

    private static void putSnapshot(Session writer, Append append, RowChange.Rest rest) throws SQLException {
        writer.update(PUT_SNAPSHOT, append.executionId(), append.lastSequence(), rest.snapshot());
    }

    static Optional<Store.Snapshot> snapshot(Session session, long executionId) throws SQLException {
        return session.first(SNAPSHOT, row -> new Store.Snapshot(row.getLong(1), row.getBytes(2)), executionId);
    }
}
