package dev.skald.engine;

import dev.skald.asl.ErrorName;
import dev.skald.asl.EvaluationException;
import dev.skald.asl.MachineType;
import dev.skald.asl.MapState;
import dev.skald.asl.State;
import dev.skald.core.Caller;
import dev.skald.core.Command;
import dev.skald.core.MapRun;
import dev.skald.core.Status;
import dev.skald.core.Work;
import dev.skald.engine.items.ItemReaderException;
import dev.skald.engine.items.ItemSource;
import dev.skald.engine.items.ReadRequest;
import dev.skald.engine.items.ResultWriterException;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.MapRunRow;
import dev.skald.engine.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one Map Run: keeps a window of children running until the items are exhausted, and tells the execution that waits
 * what came of it. In memory are the window and counts; all else is in the rows of the children, from which a worker goes
 * on after a crash or with a redrive.
 *
 * <p>Whoever has news wakes it; it works on a thread for tasks, one at a time.
 */
final class MapRunWorker {
    /** How many children of one Map Run run side by side at most, whatever its MaxConcurrency. */
    static final int CONCURRENCY_MAX = 1_000;

    /** The pause before what the store or the engine refused is tried again. */
    static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

    private static final String THRESHOLD_EXCEEDED = "The specified tolerated failure threshold was exceeded";
    private static final Logger LOG = LoggerFactory.getLogger(MapRunWorker.class);

    final Caller key;
    final Work.RunMap work;
    private final MapRuns all;
    private final MapRun run;
    private final ExecutionRow parent;
    private final MapRunChildren children;
    private final AtomicInteger wakes = new AtomicInteger();
    private final ConcurrentLinkedQueue<News> news = new ConcurrentLinkedQueue<>();
    private final Timers.Timer again = new Timers.Timer(this::wake);
    private volatile boolean aborted;
    private volatile @Nullable MapRunRow row;
    private volatile long itemsSeen;
    private volatile long childrenSeen;

    // From here on: only within a step.
    private final Map<Long, Integer> open = new HashMap<>();
    private final Set<Long> stopped = new HashSet<>();
    private final ArrayDeque<ChildInputs.ChildInput> refused = new ArrayDeque<>();
    private @Nullable ChildInputs inputs;
    private boolean exhausted;
    private boolean scanned;
    private boolean finished;
    private long failedItems;
    private @Nullable MapRunFailure failure;

    /** @param repeated whether some of the run may have been done before */
    MapRunWorker(MapRuns all, Caller key, Work.RunMap work, ExecutionRow parent, boolean repeated) {
        this.all = all;
        this.key = key;
        this.work = work;
        this.run = work.run();
        this.parent = parent;
        boolean merges = repeated || work.redriveCount() > 0;
        this.children = new MapRunChildren(all, run, parent, merges);
        this.scanned = !merges;
    }

    /** What a worker hears of a child. */
    private sealed interface News {
        record Ended(long id, Status status) implements News {}

        /** The child was not begun, or not redriven. */
        record Refused(long id, ChildInputs.ChildInput input, Throwable reason) implements News {}

        /** Another execution had been begun for the item before. */
        record Found(long id, ExecutionRow row) implements News {}
    }

    void childEnded(long id, Status status) {
        news.add(new News.Ended(id, status));
        wake();
    }

    /** Nobody waits for the run any more: its children are stopped. */
    void abort() {
        aborted = true;
        wake();
    }

    /** Takes in what UpdateMapRun changes. */
    void update(MapRunRow.Settings settings) {
        MapRunRow current = row;
        if (current != null) row = current.with(settings);
        wake();
    }

    String arn() {
        return run.arn();
    }

    /** How many items and children are known. */
    long itemsSeen() {
        return itemsSeen;
    }

    long childrenSeen() {
        return childrenSeen;
    }

    void wake() {
        if (wakes.getAndIncrement() == 0) all.parts().tasks().execute(this::work);
    }

    private void work() {
        int heard;
        do {
            heard = wakes.get();
            if (!all.closed() && !finished) step();
        } while (!wakes.compareAndSet(heard, 0));
    }

    private void step() {
        try {
            advance();
        } catch (StoreException | ServiceException refusal) {
            LOG.warn("Map Run {} goes on in a moment: {}", run.arn(), refusal.getMessage());
            all.timers().set(again, now().plus(RETRY_PAUSE));
        } catch (ItemReaderException unreadable) {
            fail(unreadable.error(), unreadable.cause());
        } catch (EvaluationException wrong) {
            fail(wrong.error(), wrong.message());
        } catch (RuntimeException broken) {
            LOG.error("Map Run {} broke", run.arn(), broken);
            fail(ErrorName.RUNTIME, "The Map Run broke: " + broken);
        }
    }

    private void fail(String error, String cause) {
        if (failure == null) failure = new MapRunFailure(error, cause);
        wake();
    }

    private void advance() {
        hear();
        if (row == null) begin();
        if (!stopping()) startChildren();
        if (stopping()) stopChildren();
        boolean over = stopping() || (exhausted && refused.isEmpty());
        if (over && open.isEmpty()) finish();
    }

    private boolean stopping() {
        return aborted || failure != null;
    }

    /** The row is stored before the first child. */
    private void begin() {
        MapRunRow known = all.store().mapRun(run.arn()).orElseGet(this::created);
        MapRunRow begun =
                work.redriveCount() > known.redriveCount() ? known.redriven(work.redriveCount(), now()) : known;
        all.put(begun);
        row = begun;
    }

    private MapRunRow created() {
        MapRun.Tolerance tolerance = run.tolerance();
        int listed = run.items() == null ? 0 : run.items().node().size();
        return new MapRunRow(
                run.arn(),
                key.executionId(),
                parent.arn(),
                key.sequence(),
                MapRunChildren.machine(run, parent),
                Status.RUNNING,
                new MapRunRow.Settings(
                        tolerance.maxConcurrency(), tolerance.failureCount(), tolerance.failurePercentage()),
                listed,
                run.batching() == null ? listed : 0,
                now(),
                null,
                0,
                null);
    }

    private MapRunRow row() {
        MapRunRow known = row;
        if (known == null) throw new IllegalStateException("Map Run " + run.arn() + " has not begun");
        return known;
    }

    // News.

    private void hear() {
        for (News each = news.poll(); each != null; each = news.poll()) {
            switch (each) {
                case News.Ended(long id, Status status) -> ended(id, status);
                case News.Found(long id, ExecutionRow found) -> {
                    open.remove(id);
                    take(found);
                }
                case News.Refused(long id, ChildInputs.ChildInput input, Throwable reason) ->
                    refused(id, input, reason);
            }
        }
    }

    private void ended(long id, Status status) {
        Integer items = open.remove(id);
        stopped.remove(id);
        if (items != null && status != Status.SUCCEEDED) failed(items);
    }

    private void failed(int items) {
        failedItems += items;
        if (failure == null && exceeded())
            failure = new MapRunFailure(ErrorName.EXCEED_TOLERATED_FAILURE_THRESHOLD, THRESHOLD_EXCEEDED);
    }

    /** Whether more has failed than is tolerated. A percentage counts when it is known of how many. */
    private boolean exceeded() {
        MapRunRow.Settings settings = row().settings();
        long count = settings.toleratedFailureCount();
        double percentage = settings.toleratedFailurePercentage();
        if (count == 0 && percentage == 0) return failedItems > 0;
        if (count > 0 && failedItems > count) return true;
        if (percentage == 0 || !(exhausted || run.items() != null)) return false;
        long total = exhausted ? itemsSeen : row().items();
        return failedItems * 100.0 / Math.max(1, total) > percentage;
    }

    private void refused(long id, ChildInputs.ChildInput input, Throwable reason) {
        open.remove(id);
        var found = children.find(input);
        if (found.isPresent()) {
            take(found.get());
            return;
        }
        LOG.debug("A child of {} was not begun: {}", run.arn(), reason.getMessage());
        refused.add(input);
        all.timers().set(again, now().plus(RETRY_PAUSE));
    }

    // Children.

    static int concurrency(MapRunRow.Settings settings) {
        int asked = settings.maxConcurrency();
        return asked == 0 ? CONCURRENCY_MAX : Math.min(asked, CONCURRENCY_MAX);
    }

    private void startChildren() {
        int most = concurrency(row().settings());
        boolean paused = !refused.isEmpty() && !all.hasRoom();
        while (open.size() < most && !stopping() && !paused && startNext()) {
            paused = !all.hasRoom();
            hear();
        }
        if (paused) all.timers().set(again, now().plus(RETRY_PAUSE));
    }

    /** Sees to the next item; false when there is none. */
    private boolean startNext() {
        ChildInputs.ChildInput next = refused.isEmpty() ? next() : refused.poll();
        if (next == null) return false;
        var known = children.known(next.index());
        if (known.isPresent()) take(known.get());
        else start(next);
        return true;
    }

    private ChildInputs.@Nullable ChildInput next() {
        if (exhausted) return null;
        if (inputs == null) inputs = inputs();
        ChildInputs.ChildInput next = inputs.next();
        itemsSeen = inputs.items();
        if (next != null) {
            childrenSeen = next.index() + 1;
            return next;
        }
        exhausted = true;
        inputs.close();
        if (failedItems > 0 && exceeded())
            failure = new MapRunFailure(ErrorName.EXCEED_TOLERATED_FAILURE_THRESHOLD, THRESHOLD_EXCEEDED);
        return null;
    }

    private ChildInputs inputs() {
        State state = all.definitions()
                .compiled(parent.definitionHash(), MachineType.STANDARD)
                .machine()
                .state(work.state());
        if (!(state instanceof MapState map)) throw new IllegalStateException(work.state() + " is no Map state");
        return new ChildInputs(run, map, source(), all.parts(), all.bytesMax());
    }

    private ItemSource source() {
        MapRun.Reading reading = run.reader();
        if (reading == null && run.items() != null) return new ListedItems(run.items());
        if (reading == null) throw new IllegalStateException("Map Run " + run.arn() + " has no items");
        return all.mapData().reader().open(new ReadRequest(reading.resource(), reading.arguments(), reading.config()));
    }

    private void start(ChildInputs.ChildInput input) {
        ExecutionRow child = children.row(input, now());
        open.put(child.id(), input.itemCount());
        CompletableFuture<ExecutionRow> begun;
        try {
            begun = all.begin(child, input.payload(), key);
        } catch (ServiceException refusal) {
            refused(child.id(), input, refusal);
            return;
        }
        var _ = begun.whenComplete((there, refusal) -> {
            if (refusal != null) tell(new News.Refused(child.id(), input, refusal));
            else if (there.id() != child.id()) tell(new News.Found(child.id(), there));
        });
    }

    private void tell(News one) {
        news.add(one);
        wake();
    }

    /** A child that is there already is counted, waited for, or redriven. */
    private void take(ExecutionRow child) {
        int items = MapRunChildren.itemCount(child);
        switch (child.status()) {
            case SUCCEEDED -> {}
            case RUNNING -> await(child, items);
            case FAILED, TIMED_OUT, ABORTED -> {
                if (isToRedrive(child)) redrive(child, items);
                else failed(items);
            }
        }
    }

    /** It may end between the look at its row and this: then nobody tells. */
    private void await(ExecutionRow child, int items) {
        open.put(child.id(), items);
        ExecutionRow now = all.store().execution(child.id()).orElse(child);
        if (now.status().terminal()) ended(child.id(), now.status());
    }

    private boolean isToRedrive(ExecutionRow child) {
        Instant redriven = row().redrivenAt();
        if (redriven == null || work.redriveCount() == 0) return false;
        Instant before = child.redrivenAt();
        return before == null || before.isBefore(redriven);
    }

    private void redrive(ExecutionRow child, int items) {
        open.put(child.id(), items);
        var request = new Request.Redrive(null, null, null, new CompletableFuture<>());
        all.submit(child.id(), request);
        var _ = request.answer().whenComplete((_, refusal) -> {
            if (refusal != null) childEnded(child.id(), child.status());
        });
    }

    private void stopChildren() {
        refused.clear();
        if (!scanned)
            MapRunChildren.eachRunning(all.store(), run.arn(), child -> await(child, MapRunChildren.itemCount(child)));
        scanned = true;
        for (long id : Set.copyOf(open.keySet()))
            if (stopped.add(id)) all.submit(id, Request.Ask.of(new Command.Stop(null, null)));
    }

    // The end.

    private void finish() {
        if (inputs != null) inputs.close();
        if (stopping() && MapRunResults.exports(run)) exportUnfinished();
        if (aborted) {
            leave(Status.ABORTED);
            return;
        }
        MapRunFailure failed = failure;
        if (failed == null) failed = succeed();
        if (failed == null) return;
        leave(Status.FAILED);
        all.submit(
                key.executionId(),
                new Request.Tell(new Command.FailMapRun(work.sequence(), failed.error(), failed.cause())));
    }

    /** Of a run that failed before its first item there is nothing to write. */
    private void exportUnfinished() {
        if (childrenSeen == 0 && !aborted) return;
        var begun = new MapRunChildren(all, run, parent, true);
        try (var pending = new PendingInputs(this::inputs, begun, all::closed)) {
            all.results().exportUnfinished(run, pending);
            itemsSeen = Math.max(itemsSeen, pending.items());
            childrenSeen = Math.max(childrenSeen, pending.children());
        } catch (ResultWriterException unwritable) {
            LOG.warn(
                    "The results of Map Run {}, which did not succeed, are not written: {}",
                    run.arn(),
                    unwritable.cause());
        }
    }

    /** Why it fails after all; null when it succeeds. */
    private @Nullable MapRunFailure succeed() {
        try {
            return switch (all.results().of(run)) {
                case MapRunResults.Results.TooLarge() -> MapRunResults.tooLarge(work.state());
                case MapRunResults.Results.Output(var output) -> {
                    leave(Status.SUCCEEDED);
                    all.submit(
                            key.executionId(), new Request.Tell(new Command.CompleteMapRun(work.sequence(), output)));
                    yield null;
                }
            };
        } catch (ResultWriterException unwritable) {
            return new MapRunFailure(unwritable.error(), unwritable.cause());
        }
    }

    private void leave(Status status) {
        MapRunRow last = row();
        long items = Math.max(last.items(), itemsSeen);
        long executions = Math.max(last.executions(), childrenSeen);
        all.put(last.ended(status, items, executions, now()));
        finished = true;
        all.left(this);
    }

    private Instant now() {
        return all.parts().clock().now();
    }
}
