package dev.skald.engine;

import dev.skald.asl.Payload;
import dev.skald.core.Caller;
import dev.skald.core.Command;
import dev.skald.core.Execution;
import dev.skald.core.Status;
import dev.skald.core.Work;
import dev.skald.engine.items.MapData;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.MapRunRow;
import dev.skald.engine.store.MapRunStore.ChildCount;
import dev.skald.engine.store.Store;
import dev.skald.engine.store.StoreException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The Map Runs of Map states in mode DISTRIBUTED. See docs/adr/0006-map-runs.md. */
final class MapRuns {
    /** How many runs are looked at at a time after a restart. */
    static final int PAGE = 100;

    private static final Logger LOG = LoggerFactory.getLogger(MapRuns.class);

    private final Engine engine;
    private final Services services;
    private final Store store;
    private final LiveExecutions executions;
    private final Answers answers;
    private final MapData mapData;
    private final MapRunResults results;
    private final Map<Caller, MapRunWorker> running = new ConcurrentHashMap<>();

    MapRuns(
            Engine engine,
            Services services,
            Store store,
            LiveExecutions executions,
            DescribeExecution describe,
            Answers answers,
            MapData mapData) {
        this.engine = engine;
        this.services = services;
        this.store = store;
        this.executions = executions;
        this.answers = answers;
        this.mapData = mapData;
        this.results = new MapRunResults(store, describe, mapData.writer(), bytesMax());
    }

    // For executions.

    /** Runs a Map Run, or goes on with it. */
    void run(ExecutionRow parent, Work.RunMap work, boolean repeated) {
        var key = new Caller(parent.id(), work.started());
        var worker = running.computeIfAbsent(key, _ -> new MapRunWorker(this, key, work, parent, repeated));
        worker.wake();
    }

    /** The execution does not wait for it any more. Nothing when it has ended by itself. */
    void over(long executionId, Work.RunMap work) {
        MapRunWorker worker = running.get(new Caller(executionId, work.started()));
        if (worker != null) worker.abort();
    }

    /** An execution has ended that someone waits for; false when that is no Map Run. */
    boolean childEnded(Caller caller, long id, Execution child) {
        MapRunWorker worker = running.get(caller);
        if (worker != null) worker.childEnded(id, child.status());
        return worker != null;
    }

    void left(MapRunWorker worker) {
        running.remove(worker.key, worker);
        engine.runEnded(worker.arn());
    }

    // For workers.

    EngineParts parts() {
        return services.parts();
    }

    Timers timers() {
        return services.timers();
    }

    Store store() {
        return store;
    }

    Definitions definitions() {
        return services.definitions();
    }

    MapData mapData() {
        return mapData;
    }

    MapRunResults results() {
        return results;
    }

    int bytesMax() {
        return services.settings().limits().payloadBytesMax();
    }

    boolean closed() {
        return engine.closed();
    }

    boolean hasRoom() {
        return executions.size() < services.settings().openExecutionsMax();
    }

    long nextId() {
        return engine.start.nextId();
    }

    CompletableFuture<ExecutionRow> begin(ExecutionRow child, Payload input, Caller caller) {
        return engine.start.child(child, input, caller);
    }

    void submit(long executionId, Request request) {
        executions.submit(executionId, request);
    }

    void put(MapRunRow row) {
        answers.of(services.committer().write(() -> {
            store.putMapRun(row);
            return row;
        }));
    }

    // After a restart.

    /** Ends the runs that nobody waits for: their executions ended while their children were being stopped. */
    void open() {
        services.parts().tasks().execute(this::endOrphans);
    }

    private void endOrphans() {
        try {
            List<MapRunRow> page = store.runningMapRuns(null, PAGE);
            while (!page.isEmpty() && !closed()) {
                page.forEach(this::endIfOrphan);
                page = store.runningMapRuns(page.getLast().arn(), PAGE);
            }
        } catch (StoreException | ServiceException refused) {
            LOG.warn("Map Runs are looked at again: {}", refused.getMessage());
            var again = new Timers.Timer(this::open);
            services.timers().set(again, services.parts().clock().now().plus(MapRunWorker.RETRY_PAUSE));
        }
    }

    private void endIfOrphan(MapRunRow run) {
        if (!isAwaited(run)) endOrphan(run);
    }

    private boolean isAwaited(MapRunRow run) {
        Optional<ExecutionRow> parent = store.execution(run.executionId());
        if (parent.isEmpty() || parent.get().status().terminal()) return false;
        var answer = new CompletableFuture<Boolean>();
        executions.submit(run.executionId(), new Request.Look(state -> answer.complete(awaits(state, run)), answer));
        return answers.of(answer);
    }

    private static boolean awaits(Execution execution, MapRunRow run) {
        return execution.work().stream()
                .anyMatch(work -> work instanceof Work.RunMap map && map.started() == run.sequence());
    }

    /** As if its execution had just ended; without that there is no more to do than to stop its children. */
    private void endOrphan(MapRunRow run) {
        Optional<ExecutionRow> parent = store.execution(run.executionId());
        Optional<Work.RunMap> started = parent.flatMap(row -> started(row, run));
        if (parent.isPresent() && started.isPresent()) abort(parent.get(), started.get(), run);
        else stopChildren(run);
    }

    private Optional<Work.RunMap> started(ExecutionRow parent, MapRunRow run) {
        return services.stored().foldTo(parent, run.sequence()).work().stream()
                .filter(Work.RunMap.class::isInstance)
                .map(Work.RunMap.class::cast)
                .filter(map -> map.started() == run.sequence())
                .findFirst();
    }

    private void abort(ExecutionRow parent, Work.RunMap started, MapRunRow run) {
        var work = new Work.RunMap(
                started.sequence(), started.state(), started.run(), started.started(), run.redriveCount());
        var key = new Caller(parent.id(), work.started());
        running.computeIfAbsent(key, _ -> new MapRunWorker(this, key, work, parent, true))
                .abort();
    }

    private void stopChildren(MapRunRow run) {
        MapRunChildren.eachRunning(store, run.arn(), this::stop);
        put(run.ended(
                Status.ABORTED,
                run.items(),
                run.executions(),
                services.parts().clock().now()));
        engine.runEnded(run.arn());
    }

    private void stop(ExecutionRow child) {
        var ask = Request.Ask.of(new Command.Stop(null, null));
        executions.submit(child.id(), ask);
        answers.of(ask.answer());
    }

    // For callers.

    /** @throws ServiceException InvalidArn, ResourceNotFound */
    MapRunRow require(String arn) {
        Arns.require(arn, "mapRun");
        return store.mapRun(arn).orElseThrow(() -> Refusals.resourceNotFound(arn));
    }

    /** Whether a run may still begin children. One whose execution was stopped before it began has no row, and none. */
    boolean mayBegin(String arn) {
        return running.values().stream().anyMatch(worker -> worker.arn().equals(arn))
                || store.mapRun(arn).filter(row -> !row.status().terminal()).isPresent();
    }

    /** How many children of a run are seen to side by side. */
    int concurrency(String arn) {
        return store.mapRun(arn)
                .map(row -> MapRunWorker.concurrency(row.settings()))
                .orElse(1);
    }

    /** The ids of the children of a run, in the order of the items. */
    Iterator<Long> children(String mapRunArn) {
        return MapRunChildren.ids(store, mapRunArn);
    }

    MapRunDescription describe(String arn) {
        MapRunRow row = require(arn);
        MapRunWorker worker = running.get(new Caller(row.executionId(), row.sequence()));
        long items = worker == null ? row.items() : Math.max(row.items(), worker.itemsSeen());
        long children = worker == null ? row.executions() : Math.max(row.executions(), worker.childrenSeen());
        List<ChildCount> counts = store.childCounts(arn);
        return new MapRunDescription(
                row, counts(counts, ChildCount::items, items), counts(counts, ChildCount::executions, children));
    }

    private static MapRunDescription.Counts counts(List<ChildCount> counts, ToLongFunction<ChildCount> of, long total) {
        long begun = counts.stream().mapToLong(of).sum();
        return new MapRunDescription.Counts(
                Math.max(0, total - begun),
                count(counts, Status.RUNNING, of),
                count(counts, Status.SUCCEEDED, of),
                count(counts, Status.FAILED, of),
                count(counts, Status.TIMED_OUT, of),
                count(counts, Status.ABORTED, of));
    }

    private static long count(List<ChildCount> counts, Status status, ToLongFunction<ChildCount> of) {
        return counts.stream()
                .filter(each -> each.status() == status)
                .mapToLong(of)
                .sum();
    }

    List<MapRunRow> list(String executionArn, long beforeSequence, int limit) {
        ExecutionRow execution = services.stored().require(executionArn);
        return store.mapRuns(execution.id(), beforeSequence, limit);
    }

    /** Changes what is given; null leaves a setting as it is. */
    void update(String arn, @Nullable Integer maxConcurrency, @Nullable Long failures, @Nullable Double percentage) {
        MapRunRow row = require(arn);
        MapRunRow updated = answers.of(services.committer()
                .write(() -> updateNow(store.mapRun(row.arn()).orElse(row), maxConcurrency, failures, percentage)));
        MapRunWorker worker = running.get(new Caller(row.executionId(), row.sequence()));
        if (worker != null) worker.update(updated.settings());
    }

    private MapRunRow updateNow(
            MapRunRow row, @Nullable Integer maxConcurrency, @Nullable Long failures, @Nullable Double percentage) {
        if (row.status().terminal())
            throw ServiceException.validation(
                    "CANNOT_UPDATE_COMPLETED_MAP_RUN", "Map Run has already completed: '" + row.arn() + "'");
        MapRunRow.Settings old = row.settings();
        MapRunRow updated = row.with(new MapRunRow.Settings(
                maxConcurrency == null ? old.maxConcurrency() : maxConcurrency,
                failures == null ? old.toleratedFailureCount() : failures,
                percentage == null ? old.toleratedFailurePercentage() : percentage));
        store.putMapRun(updated);
        return updated;
    }
}
