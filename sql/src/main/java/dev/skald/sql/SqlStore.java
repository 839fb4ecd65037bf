package dev.skald.sql;

import dev.skald.engine.store.Acknowledgement;
import dev.skald.engine.store.ActivityRow;
import dev.skald.engine.store.AliasRow;
import dev.skald.engine.store.Append;
import dev.skald.engine.store.DecisionQuery;
import dev.skald.engine.store.DecisionRow;
import dev.skald.engine.store.EventStore;
import dev.skald.engine.store.ExecutionQuery;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.FailureGroup;
import dev.skald.engine.store.FailureQuery;
import dev.skald.engine.store.MachineCounts;
import dev.skald.engine.store.MachineRow;
import dev.skald.engine.store.MapRunRow;
import dev.skald.engine.store.ParkedQuery;
import dev.skald.engine.store.ParkedRow;
import dev.skald.engine.store.RunSample;
import dev.skald.engine.store.Store;
import dev.skald.engine.store.StoreException;
import dev.skald.engine.store.VersionRow;
import dev.skald.engine.store.WaitingTaskQuery;
import dev.skald.engine.store.WaitingTaskRow;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A store on SQL. Every commit is durable before it returns. Reads take connections of their own, and never wait for
 * writes.
 *
 * <p>Time: instants are kept in whole milliseconds.
 */
public final class SqlStore implements Store {
    private static final String RESERVE_IDS = "UPDATE meta SET value = value + ? WHERE name = 'next_execution_id'";
    private static final String NEXT_ID = "SELECT value FROM meta WHERE name = 'next_execution_id'";

    private final StoreLock lock;
    private final Writer writer;
    private final Readers readers;
    private final Housekeeping housekeeping;
    private final Appends appends;
    private final Catalogue catalogue;
    private final Versions versions;
    private final StatusChanges statusChanges = new StatusChanges();
    private final SqlEvents events;
    private final Terms terms = new Terms();
    private final AtomicLong open = new AtomicLong();

    private SqlStore(StoreLock lock, Dialect dialect) {
        this.lock = lock;
        writer = new Writer(dialect);
        readers = new Readers(dialect);
        housekeeping = new Housekeeping(dialect, writer);
        appends = new Appends(new Executions(terms), statusChanges);
        catalogue = new Catalogue(terms);
        versions = new Versions(terms);
        events = new SqlEvents(this::write, readers, statusChanges);
    }

    /**
     * Opens the store in a SQLite file, which is made with its folders when absent.
     *
     * @throws StoreLockedException if another process has it
     * @throws StoreException if it cannot be opened, or a newer Skald has written it
     */
    public static SqlStore open(Path file) {
        return open(file, new Sqlite(file));
    }

    static SqlStore open(Path file, Dialect dialect) {
        try {
            OwnerOnly.createFolderOf(file);
            StoreLock lock = StoreLock.acquire(file);
            try {
                OwnerOnly.create(file);
                return opened(new SqlStore(lock, dialect));
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new StoreException("The store " + file + " cannot be made: " + e.getMessage(), e);
        }
    }

    private static SqlStore opened(SqlStore store) {
        try {
            store.reopen();
            return store;
        } catch (RuntimeException e) {
            store.housekeeping.close();
            throw e;
        }
    }

    @Override
    public void reopen() {
        readers.closeIdle();
        writer.reopen();
        open.set(readers.read(Executions::countOpen));
        readers.read(statusChanges::load);
        housekeeping.purged();
    }

    @Override
    public void close() {
        try (lock) {
            housekeeping.close();
            readers.close();
            writer.close();
        }
    }

    // Writing.

    @Override
    public List<Append.Result> commit(List<Append> batch) {
        List<Append.Result> results = write(session -> appends.store(session, batch));
        for (int i = 0; i < results.size(); i++)
            if (results.get(i) instanceof Append.Result.Stored)
                open.addAndGet(opened(batch.get(i).change()));
        return results;
    }

    /** How many more executions are open after a change. */
    private static int opened(Append.@Nullable RowChange change) {
        return switch (change) {
            case Append.RowChange.Create _, Append.RowChange.CreateAtRest _, Append.RowChange.Redrive _ -> 1;
            case Append.RowChange.End _ -> -1;
            case Append.RowChange.CreateEnded _,
                    Append.RowChange.RedriveEnded _,
                    Append.RowChange.Rest _,
                    Append.RowChange.Wake _ -> 0;
            case null -> 0;
        };
    }

    @Override
    public long reserveExecutionIds(int count) {
        return write(session -> {
            long first = session.number(NEXT_ID, 0);
            session.update(RESERVE_IDS, count);
            return first;
        });
    }

    @Override
    public int purge(Instant stoppedBefore, int limit) {
        int hidden = write(session -> Purge.hide(session, stoppedBefore, limit));
        if (hidden > 0) housekeeping.purged();
        return hidden;
    }

    @Override
    public void putMachine(MachineRow machine) {
        run(session -> catalogue.putMachine(session, machine));
    }

    @Override
    public void deleteMachine(String arn) {
        run(session -> catalogue.deleteMachine(session, arn));
    }

    @Override
    public void putActivity(ActivityRow activity) {
        run(session -> Catalogue.putActivity(session, activity));
    }

    @Override
    public void deleteActivity(String arn) {
        run(session -> Catalogue.deleteActivity(session, arn));
    }

    @Override
    public void putVersion(VersionRow version) {
        run(session -> versions.put(session, version));
    }

    @Override
    public void deleteVersion(String stateMachineArn, int number) {
        run(session -> Versions.delete(session, stateMachineArn, number));
    }

    @Override
    public void putAlias(AliasRow alias) {
        run(session -> Versions.putAlias(session, alias));
    }

    @Override
    public void deleteAlias(String stateMachineArn, String name) {
        run(session -> Versions.deleteAlias(session, stateMachineArn, name));
    }

    @Override
    public void putMapRun(MapRunRow run) {
        run(session -> MapRuns.put(session, run));
    }

    @Override
    public void acknowledge(Acknowledgement acknowledgement) {
        run(session -> Failures.acknowledge(session, terms, acknowledgement));
    }

    private <T> T write(Transaction<T> transaction) {
        T value = writer.write(transaction);
        housekeeping.wrote();
        return value;
    }

    /** A transaction that only writes. */
    private interface Change {
        void run(Session session) throws SQLException;
    }

    private void run(Change change) {
        boolean _ = write(session -> {
            change.run(session);
            return true;
        });
    }

    @Override
    public EventStore events() {
        return events;
    }

    // Reading.

    @Override
    public boolean stored(long executionId, long appendId) {
        return readers.read(session -> Chunks.stored(session, executionId, appendId));
    }

    @Override
    public Optional<ExecutionRow> execution(long id) {
        return readers.read(session -> Executions.byId(session, id));
    }

    @Override
    public Optional<ExecutionRow> execution(String stateMachineArn, String name) {
        return readers.read(session -> Executions.byName(session, stateMachineArn, name));
    }

    @Override
    public List<ExecutionRow> executions(ExecutionQuery query) {
        return readers.read(session -> ExecutionList.read(session, query));
    }

    @Override
    public List<ExecutionRow> awake(long afterId, int limit) {
        return readers.read(session -> Executions.awake(session, afterId, limit));
    }

    @Override
    public List<ExecutionRow> dueBefore(Instant instant, int limit) {
        return readers.read(session -> Executions.dueBefore(session, instant, limit));
    }

    @Override
    public long openExecutions() {
        return open.get() + readers.read(Executions::countReversing);
    }

    @Override
    public Optional<Snapshot> snapshot(long executionId) {
        return readers.read(session -> Appends.snapshot(session, executionId));
    }

    @Override
    public List<byte[]> chunks(long executionId, long fromSequence, int limit) {
        return readers.read(session -> Chunks.from(session, executionId, fromSequence, limit));
    }

    @Override
    public Optional<byte[]> lastChunk(long executionId) {
        return readers.read(session -> Chunks.last(session, executionId));
    }

    @Override
    public Optional<MachineRow> machine(String arn) {
        return readers.read(session -> Catalogue.machine(session, arn));
    }

    @Override
    public List<MachineRow> machines(@Nullable String afterName, int limit) {
        return readers.read(session -> Catalogue.machines(session, afterName, limit));
    }

    @Override
    public Optional<String> definition(String definitionHash) {
        return readers.read(session -> Catalogue.definition(session, definitionHash));
    }

    @Override
    public Optional<VersionRow> version(String stateMachineArn, int number) {
        return readers.read(session -> Versions.one(session, stateMachineArn, number));
    }

    @Override
    public List<VersionRow> versions(String stateMachineArn, int beforeNumber, int limit) {
        return readers.read(session -> Versions.list(session, stateMachineArn, beforeNumber, limit));
    }

    @Override
    public int lastVersion(String stateMachineArn) {
        return readers.read(session -> Versions.last(session, stateMachineArn));
    }

    @Override
    public Optional<AliasRow> alias(String stateMachineArn, String name) {
        return readers.read(session -> Versions.alias(session, stateMachineArn, name));
    }

    @Override
    public List<AliasRow> aliases(String stateMachineArn, @Nullable String afterName, int limit) {
        return readers.read(session -> Versions.aliases(session, stateMachineArn, afterName, limit));
    }

    @Override
    public Optional<ActivityRow> activity(String arn) {
        return readers.read(session -> Catalogue.activity(session, arn));
    }

    @Override
    public List<ActivityRow> activities(@Nullable String afterName, int limit) {
        return readers.read(session -> Catalogue.activities(session, afterName, limit));
    }

    @Override
    public Optional<MapRunRow> mapRun(String arn) {
        return readers.read(session -> MapRuns.one(session, arn));
    }

    @Override
    public List<MapRunRow> mapRuns(long executionId, long beforeSequence, int limit) {
        return readers.read(session -> MapRuns.list(session, executionId, beforeSequence, limit));
    }

    @Override
    public List<MapRunRow> runningMapRuns(@Nullable String afterArn, int limit) {
        return readers.read(session -> MapRuns.running(session, afterArn, limit));
    }

    @Override
    public List<ExecutionRow> children(String mapRunArn, long fromIndex, int limit) {
        return readers.read(session -> MapRuns.children(session, mapRunArn, fromIndex, limit));
    }

    @Override
    public List<DecisionRow> decisions(DecisionQuery query) {
        return readers.read(session -> Decisions.list(session, query));
    }

    @Override
    public List<ParkedRow> parked(ParkedQuery query) {
        return readers.read(session -> Parked.list(session, query));
    }

    @Override
    public List<WaitingTaskRow> waitingTasks(WaitingTaskQuery query) {
        return readers.read(session -> WaitingTasks.list(session, query));
    }

    @Override
    public List<FailureGroup> failures(FailureQuery query) {
        return readers.read(session -> Failures.list(session, query));
    }

    @Override
    public List<RunSample> recentRuns(@Nullable String stateMachineArn, int limit) {
        return readers.read(session -> Runs.recent(session, stateMachineArn, limit));
    }

    @Override
    public List<ExecutionRow> oldestOpen(String stateMachineArn, int limit) {
        return readers.read(session -> Runs.oldestOpen(session, stateMachineArn, limit));
    }

    @Override
    public List<MachineCounts> machineCounts(int limit) {
        return readers.read(session -> Counts.byMachine(session, limit));
    }

    @Override
    public List<ChildCount> childCounts(String mapRunArn) {
        return readers.read(session -> MapRuns.counts(session, mapRunArn));
    }
}
