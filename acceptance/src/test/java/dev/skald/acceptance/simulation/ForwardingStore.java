package dev.skald.acceptance.simulation;

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
import dev.skald.engine.store.VersionRow;
import dev.skald.engine.store.WaitingTaskQuery;
import dev.skald.engine.store.WaitingTaskRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A store before another one. Every call comes through {@link #write} or {@link #read}: one place to go wrong in. */
interface ForwardingStore extends Store {
    Store target();

    default <T extends @Nullable Object> T write(Supplier<T> write) {
        return write.get();
    }

    default <T> T read(Supplier<T> read) {
        return read.get();
    }

    private void change(Runnable write) {
        this.<@Nullable Object>write(() -> {
            write.run();
            return null;
        });
    }

    @Override
    default List<Append.Result> commit(List<Append> appends) {
        return write(() -> target().commit(appends));
    }

    @Override
    default boolean stored(long executionId, long appendId) {
        return read(() -> target().stored(executionId, appendId));
    }

    @Override
    default long reserveExecutionIds(int count) {
        return write(() -> target().reserveExecutionIds(count));
    }

    @Override
    default Optional<ExecutionRow> execution(long id) {
        return read(() -> target().execution(id));
    }

    @Override
    default Optional<ExecutionRow> execution(String stateMachineArn, String name) {
        return read(() -> target().execution(stateMachineArn, name));
    }

    @Override
    default List<ExecutionRow> executions(ExecutionQuery query) {
        return read(() -> target().executions(query));
    }

    @Override
    default List<ExecutionRow> awake(long afterId, int limit) {
        return read(() -> target().awake(afterId, limit));
    }

    @Override
    default List<ExecutionRow> dueBefore(Instant instant, int limit) {
        return read(() -> target().dueBefore(instant, limit));
    }

    @Override
    default long openExecutions() {
        return read(() -> target().openExecutions());
    }

    @Override
    default Optional<Snapshot> snapshot(long executionId) {
        return read(() -> target().snapshot(executionId));
    }

    @Override
    default List<byte[]> chunks(long executionId, long fromSequence, int limit) {
        return read(() -> target().chunks(executionId, fromSequence, limit));
    }

    @Override
    default Optional<byte[]> lastChunk(long executionId) {
        return read(() -> target().lastChunk(executionId));
    }

    @Override
    default int purge(Instant stoppedBefore, int limit) {
        return write(() -> target().purge(stoppedBefore, limit));
    }

    @Override
    default void putMachine(MachineRow machine) {
        change(() -> target().putMachine(machine));
    }

    @Override
    default Optional<MachineRow> machine(String arn) {
        return read(() -> target().machine(arn));
    }

    @Override
    default List<MachineRow> machines(@Nullable String afterName, int limit) {
        return read(() -> target().machines(afterName, limit));
    }

    @Override
    default void deleteMachine(String arn) {
        change(() -> target().deleteMachine(arn));
    }

    @Override
    default void putVersion(VersionRow version) {
        change(() -> target().putVersion(version));
    }

    @Override
    default void deleteVersion(String stateMachineArn, int number) {
        change(() -> target().deleteVersion(stateMachineArn, number));
    }

    @Override
    default void putAlias(AliasRow alias) {
        change(() -> target().putAlias(alias));
    }

    @Override
    default void deleteAlias(String stateMachineArn, String name) {
        change(() -> target().deleteAlias(stateMachineArn, name));
    }

    @Override
    default Optional<VersionRow> version(String stateMachineArn, int number) {
        return read(() -> target().version(stateMachineArn, number));
    }

    @Override
    default List<VersionRow> versions(String stateMachineArn, int beforeNumber, int limit) {
        return read(() -> target().versions(stateMachineArn, beforeNumber, limit));
    }

    @Override
    default int lastVersion(String stateMachineArn) {
        return read(() -> target().lastVersion(stateMachineArn));
    }

    @Override
    default Optional<AliasRow> alias(String stateMachineArn, String name) {
        return read(() -> target().alias(stateMachineArn, name));
    }

    @Override
    default List<AliasRow> aliases(String stateMachineArn, @Nullable String afterName, int limit) {
        return read(() -> target().aliases(stateMachineArn, afterName, limit));
    }

    @Override
    default void putMapRun(MapRunRow run) {
        change(() -> target().putMapRun(run));
    }

    @Override
    default Optional<MapRunRow> mapRun(String arn) {
        return read(() -> target().mapRun(arn));
    }

    @Override
    default List<MapRunRow> mapRuns(long executionId, long beforeSequence, int limit) {
        return read(() -> target().mapRuns(executionId, beforeSequence, limit));
    }

    @Override
    default List<MapRunRow> runningMapRuns(@Nullable String afterArn, int limit) {
        return read(() -> target().runningMapRuns(afterArn, limit));
    }

    @Override
    default List<ExecutionRow> children(String mapRunArn, long fromIndex, int limit) {
        return read(() -> target().children(mapRunArn, fromIndex, limit));
    }

    @Override
    default List<DecisionRow> decisions(DecisionQuery query) {
        return read(() -> target().decisions(query));
    }

    @Override
    default List<ParkedRow> parked(ParkedQuery query) {
        return read(() -> target().parked(query));
    }

    @Override
    default List<WaitingTaskRow> waitingTasks(WaitingTaskQuery query) {
        return read(() -> target().waitingTasks(query));
    }

    @Override
    default List<FailureGroup> failures(FailureQuery query) {
        return read(() -> target().failures(query));
    }

    @Override
    default void acknowledge(Acknowledgement acknowledgement) {
        change(() -> target().acknowledge(acknowledgement));
    }

    @Override
    default List<RunSample> recentRuns(@Nullable String stateMachineArn, int limit) {
        return read(() -> target().recentRuns(stateMachineArn, limit));
    }

    @Override
    default List<ExecutionRow> oldestOpen(String stateMachineArn, int limit) {
        return read(() -> target().oldestOpen(stateMachineArn, limit));
    }

    @Override
    default List<MachineCounts> machineCounts(int limit) {
        return read(() -> target().machineCounts(limit));
    }

    @Override
    default List<ChildCount> childCounts(String mapRunArn) {
        return read(() -> target().childCounts(mapRunArn));
    }

    @Override
    default Optional<String> definition(String definitionHash) {
        return read(() -> target().definition(definitionHash));
    }

    @Override
    default void putActivity(ActivityRow activity) {
        change(() -> target().putActivity(activity));
    }

    @Override
    default Optional<ActivityRow> activity(String arn) {
        return read(() -> target().activity(arn));
    }

    @Override
    default List<ActivityRow> activities(@Nullable String afterName, int limit) {
        return read(() -> target().activities(afterName, limit));
    }

    @Override
    default void deleteActivity(String arn) {
        change(() -> target().deleteActivity(arn));
    }

    @Override
    default void reopen() {
        target().reopen();
    }

    @Override
    default EventStore events() {
        return target().events();
    }

    @Override
    default void close() {
        target().close();
    }
}
