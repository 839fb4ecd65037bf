package dev.skald.engine.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store that breaks on purpose, before or after it has written: for tests and simulations. Once broken it refuses every
 * write until it is opened anew, as a database does whose disk failed.
 */
public final class FaultyStore implements Store {
    private final Store store;
    private final Function<List<Append>, Fault> faults;
    private final EventStore events;
    private boolean broken;

    /**
     * Wraps a store.
     *
     * @param faults asked for each batch that is about to be written; may itself do what a crash does
     */
    public FaultyStore(Store store, Function<List<Append>, Fault> faults) {
        this.store = store;
        this.faults = faults;
        this.events = new FaultyEvents(store.events(), this);
    }

    /** What goes wrong with a write. Whoever wrote cannot tell {@link #BEFORE_COMMIT} from {@link #AFTER_COMMIT}. */
    public enum Fault {
        NONE,
        BEFORE_COMMIT,
        AFTER_COMMIT,
        /** Nothing is written and nobody hears of it: for who lets the engine die in this very instant. */
        LOST_IN_CRASH
    }

    @Override
    public synchronized List<Append.Result> commit(List<Append> appends) {
        List<Append.Result> lost = appends.stream()
                .<Append.Result>map(_ -> new Append.Result.Stored())
                .toList();
        return write(appends, () -> store.commit(appends), lost);
    }

    /** Events are written like appends; the fault is asked for with an empty batch. */
    synchronized void write(Runnable changes) {
        boolean _ = write(List.of(), () -> ran(changes), false);
    }

    private static boolean ran(Runnable changes) {
        changes.run();
        return true;
    }

    private <T> T write(List<Append> appends, Supplier<T> write, T lost) {
        requireWhole();
        return switch (faults.apply(appends)) {
            case NONE -> write.get();
            case BEFORE_COMMIT -> throw breakDown("before the commit");
            case AFTER_COMMIT -> {
                T _ = write.get();
                throw breakDown("after the commit");
            }
            case LOST_IN_CRASH -> lost;
        };
    }

    private StoreException breakDown(String when) {
        broken = true;
        return new StoreException("broken on purpose " + when);
    }

    private void requireWhole() {
        if (broken) throw new StoreException("broken, and not opened anew");
    }

    @Override
    public synchronized void reopen() {
        store.reopen();
        broken = false;
    }

    @Override
    public boolean stored(long executionId, long appendId) {
        return store.stored(executionId, appendId);
    }

    @Override
    public synchronized long reserveExecutionIds(int count) {
        requireWhole();
        return store.reserveExecutionIds(count);
    }

    @Override
    public Optional<ExecutionRow> execution(long id) {
        return store.execution(id);
    }

    @Override
    public Optional<ExecutionRow> execution(String stateMachineArn, String name) {
        return store.execution(stateMachineArn, name);
    }

    @Override
    public List<ExecutionRow> executions(ExecutionQuery query) {
        return store.executions(query);
    }

    @Override
    public List<ExecutionRow> awake(long afterId, int limit) {
        return store.awake(afterId, limit);
    }

    @Override
    public List<ExecutionRow> dueBefore(Instant instant, int limit) {
        return store.dueBefore(instant, limit);
    }

    @Override
    public long openExecutions() {
        return store.openExecutions();
    }

    @Override
    public Optional<Snapshot> snapshot(long executionId) {
        return store.snapshot(executionId);
    }

    @Override
    public EventStore events() {
        return events;
    }

    @Override
    public List<byte[]> chunks(long executionId, long fromSequence, int limit) {
        return store.chunks(executionId, fromSequence, limit);
    }

    @Override
    public Optional<byte[]> lastChunk(long executionId) {
        return store.lastChunk(executionId);
    }

    @Override
    public synchronized int purge(Instant stoppedBefore, int limit) {
        requireWhole();
        return store.purge(stoppedBefore, limit);
    }

    @Override
    public synchronized void putMachine(MachineRow machine) {
        requireWhole();
        store.putMachine(machine);
    }

    @Override
    public Optional<MachineRow> machine(String arn) {
        return store.machine(arn);
    }

    @Override
    public List<MachineRow> machines(@Nullable String afterName, int limit) {
        return store.machines(afterName, limit);
    }

    @Override
    public synchronized void deleteMachine(String arn) {
        requireWhole();
        store.deleteMachine(arn);
    }

    @Override
    public synchronized void putVersion(VersionRow version) {
        requireWhole();
        store.putVersion(version);
    }

    @Override
    public Optional<VersionRow> version(String stateMachineArn, int number) {
        return store.version(stateMachineArn, number);
    }

    @Override
    public List<VersionRow> versions(String stateMachineArn, int beforeNumber, int limit) {
        return store.versions(stateMachineArn, beforeNumber, limit);
    }

    @Override
    public int lastVersion(String stateMachineArn) {
        return store.lastVersion(stateMachineArn);
    }

    @Override
    public synchronized void deleteVersion(String stateMachineArn, int number) {
        requireWhole();
        store.deleteVersion(stateMachineArn, number);
    }

    @Override
    public synchronized void putAlias(AliasRow alias) {
        requireWhole();
        store.putAlias(alias);
    }

    @Override
    public Optional<AliasRow> alias(String stateMachineArn, String name) {
        return store.alias(stateMachineArn, name);
    }

    @Override
    public List<AliasRow> aliases(String stateMachineArn, @Nullable String afterName, int limit) {
        return store.aliases(stateMachineArn, afterName, limit);
    }

    @Override
    public synchronized void deleteAlias(String stateMachineArn, String name) {
        requireWhole();
        store.deleteAlias(stateMachineArn, name);
    }

    @Override
    public synchronized void putMapRun(MapRunRow run) {
        requireWhole();
        store.putMapRun(run);
    }

    @Override
    public Optional<MapRunRow> mapRun(String arn) {
        return store.mapRun(arn);
    }

    @Override
    public List<MapRunRow> mapRuns(long executionId, long beforeSequence, int limit) {
        return store.mapRuns(executionId, beforeSequence, limit);
    }

    @Override
    public List<MapRunRow> runningMapRuns(@Nullable String afterArn, int limit) {
        return store.runningMapRuns(afterArn, limit);
    }

    @Override
    public List<ExecutionRow> children(String mapRunArn, long fromIndex, int limit) {
        return store.children(mapRunArn, fromIndex, limit);
    }

    @Override
    public List<ParkedRow> parked(ParkedQuery query) {
        return store.parked(query);
    }

    @Override
    public List<WaitingTaskRow> waitingTasks(WaitingTaskQuery query) {
        return store.waitingTasks(query);
    }

    @Override
    public List<DecisionRow> decisions(DecisionQuery query) {
        return store.decisions(query);
    }

    @Override
    public List<FailureGroup> failures(FailureQuery query) {
        return store.failures(query);
    }

    @Override
    public synchronized void acknowledge(Acknowledgement acknowledgement) {
        requireWhole();
        store.acknowledge(acknowledgement);
    }

    @Override
    public List<RunSample> recentRuns(@Nullable String stateMachineArn, int limit) {
        return store.recentRuns(stateMachineArn, limit);
    }

    @Override
    public List<ExecutionRow> oldestOpen(String stateMachineArn, int limit) {
        return store.oldestOpen(stateMachineArn, limit);
    }

    @Override
    public List<MachineCounts> machineCounts(int limit) {
        return store.machineCounts(limit);
    }

    @Override
    public List<ChildCount> childCounts(String mapRunArn) {
        return store.childCounts(mapRunArn);
    }

    @Override
    public Optional<String> definition(String definitionHash) {
        return store.definition(definitionHash);
    }

    @Override
    public synchronized void putActivity(ActivityRow activity) {
        requireWhole();
        store.putActivity(activity);
    }

    @Override
    public Optional<ActivityRow> activity(String arn) {
        return store.activity(arn);
    }

    @Override
    public List<ActivityRow> activities(@Nullable String afterName, int limit) {
        return store.activities(afterName, limit);
    }

    @Override
    public synchronized void deleteActivity(String arn) {
        requireWhole();
        store.deleteActivity(arn);
    }

    @Override
    public void close() {
        store.close();
    }
}
