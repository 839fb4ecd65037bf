package dev.skald.cli.executions;

import dev.skald.engine.store.Acknowledgement;
import dev.skald.engine.store.ActivityRow;
import dev.skald.engine.store.AliasRow;
import dev.skald.engine.store.Append;
import dev.skald.engine.store.DecisionQuery;
import dev.skald.engine.store.DecisionRow;
import dev.skald.engine.store.DeliveryRow;
import dev.skald.engine.store.EventStore;
import dev.skald.engine.store.ExecutionQuery;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.FailureGroup;
import dev.skald.engine.store.FailureQuery;
import dev.skald.engine.store.ForwardingEvents;
import dev.skald.engine.store.MachineCounts;
import dev.skald.engine.store.MachineRow;
import dev.skald.engine.store.MapRunRow;
import dev.skald.engine.store.ParkedQuery;
import dev.skald.engine.store.ParkedRow;
import dev.skald.engine.store.RunSample;
import dev.skald.engine.store.StatusChangeRow;
import dev.skald.engine.store.Store;
import dev.skald.engine.store.VersionRow;
import dev.skald.engine.store.WaitingTaskQuery;
import dev.skald.engine.store.WaitingTaskRow;
import dev.skald.sql.SqlStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A store whose open executions are left alone: an engine on it answers questions and starts new executions, but takes up
 * no work of others. A command that only looks must not run anybody's tasks.
 */
public final class StoreAtRest implements Store {
    private final Store store;

    private StoreAtRest(Store store) {
        this.store = store;
    }

    /** Opens the store in a file, which is made when absent. */
    public static Store open(Path file) {
        return new StoreAtRest(SqlStore.open(file));
    }

    /** None to take up. */
    @Override
    public List<ExecutionRow> awake(long afterId, int limit) {
        return List.of();
    }

    /** None to wake. */
    @Override
    public List<ExecutionRow> dueBefore(Instant instant, int limit) {
        return List.of();
    }

    /** None to forget: that is the server's. */
    @Override
    public int purge(Instant stoppedBefore, int limit) {
        return 0;
    }

    /** None to deliver. */
    @Override
    public EventStore events() {
        return new EventsAtRest(store.events());
    }

    private record EventsAtRest(EventStore target) implements ForwardingEvents {
        @Override
        public List<DeliveryRow> due(Instant at, Set<String> exceptTargets, int limit) {
            return List.of();
        }

        @Override
        public Optional<Instant> nextDue(Instant after) {
            return Optional.empty();
        }

        @Override
        public List<StatusChangeRow> statusChanges(int limit) {
            return List.of();
        }
    }

    @Override
    public List<Append.Result> commit(List<Append> appends) {
        return store.commit(appends);
    }

    @Override
    public boolean stored(long executionId, long appendId) {
        return store.stored(executionId, appendId);
    }

    @Override
    public long reserveExecutionIds(int count) {
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
    public long openExecutions() {
        return store.openExecutions();
    }

    @Override
    public Optional<Snapshot> snapshot(long executionId) {
        return store.snapshot(executionId);
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
    public void putMachine(MachineRow machine) {
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
    public void deleteMachine(String arn) {
        store.deleteMachine(arn);
    }

    @Override
    public void putVersion(VersionRow version) {
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
    public void deleteVersion(String stateMachineArn, int number) {
        store.deleteVersion(stateMachineArn, number);
    }

    @Override
    public void putAlias(AliasRow alias) {
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
    public void deleteAlias(String stateMachineArn, String name) {
        store.deleteAlias(stateMachineArn, name);
    }

    @Override
    public void putMapRun(MapRunRow run) {
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

    /** None to take up. */
    @Override
    public List<MapRunRow> runningMapRuns(@Nullable String afterArn, int limit) {
        return List.of();
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
    public void acknowledge(Acknowledgement acknowledgement) {
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
    public void putActivity(ActivityRow activity) {
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
    public void deleteActivity(String arn) {
        store.deleteActivity(arn);
    }

    @Override
    public void reopen() {
        store.reopen();
    }

    @Override
    public void close() {
        store.close();
    }
}
