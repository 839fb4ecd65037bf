package dev.skald.engine;

import dev.skald.engine.store.Append;
import dev.skald.engine.store.Store;
import dev.skald.engine.store.StoreException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer: takes all appends that are waiting, commits them at once, and tells each what came of it.
 *
 * <p>When the store throws, the outcome of what was being written is not known. Nothing more is written until the store
 * has been opened anew; then each undecided append is looked up by its id: stored, or surely not.
 */
final class Committer {
    /** How many appends go into one transaction at most. */
    static final int BATCH_MAX = 256;

    /** How many appends may wait; then who brings another one waits. */
    static final int WAITING_MAX = 8_192;

    /** The pause between attempts to open a broken store anew. */
    static final Duration REOPEN_PAUSE = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);

    private final Store store;
    private final EngineParts parts;
    private final Timers timers;
    private final Runnable changed;
    private final Timers.Timer reopening = new Timers.Timer(this::runWriter);
    private final Semaphore room = new Semaphore(WAITING_MAX);

    private final ArrayDeque<Entry> waiting = new ArrayDeque<>();
    private boolean writing;
    private volatile @Nullable CompletableFuture<Void> drained;

    /** Appends whose outcome is not known; only the writer looks at it. */
    private final List<PendingAppend> undecided = new ArrayList<>();

    private volatile boolean healthy = true;
    private final AtomicLong commits = new AtomicLong();
    private final AtomicLong commitNanos = new AtomicLong();

    /** @param changed called after each {@link #change}, on the writer's thread */
    Committer(Store store, EngineParts parts, Timers timers, Runnable changed) {
        this.store = store;
        this.parts = parts;
        this.timers = timers;
        this.changed = changed;
    }

    /** What waits to be written. */
    private sealed interface Entry permits Appending, CatalogueWrite {}

    private record Appending(PendingAppend pending) implements Entry {}

    private record CatalogueWrite(Runnable write) implements Entry {}

    /** An append, and who wants to know what came of it. */
    interface PendingAppend {
        Append append();

        /** What came of it. Called on the writer's thread: only to answer callers. */
        void written(Outcome outcome);

        /** Goes on after {@link #written}, on a thread for turns. */
        void goOn();
    }

    /** What came of an append. */
    sealed interface Outcome {
        /** The store says so. */
        record Known(Append.Result result) implements Outcome {}

        /** It is surely not stored, because the store broke. */
        record Lost() implements Outcome {}
    }

    /** Brings an append; waits for room when too many are waiting. */
    void append(PendingAppend pending) {
        if (parts.patience().blocks()) room.acquireUninterruptibly();
        enter(new Appending(pending));
    }

    /**
     * Writes to the catalogue, in turn with the appends.
     *
     * @return what the write returns; fails with what it throws
     */
    <T extends @Nullable Object> CompletableFuture<T> write(Supplier<T> write) {
        var answer = new CompletableFuture<T>();
        enter(new CatalogueWrite(() -> answerBy(write, answer)));
        return answer;
    }

    /** As {@link #write}, of what people look at: those who listen hear of it. */
    <T extends @Nullable Object> CompletableFuture<T> change(Supplier<T> change) {
        return write(change).thenApply(made -> {
            changed.run();
            return made;
        });
    }

    private <T extends @Nullable Object> void answerBy(Supplier<T> write, CompletableFuture<T> answer) {
        try {
            answer.complete(write.get());
        } catch (ServiceException refused) {
            answer.completeExceptionally(refused);
        } catch (RuntimeException | Error broken) {
            breakDown(broken);
            answer.completeExceptionally(Refusals.storeBroken());
        }
    }

    boolean healthy() {
        return healthy;
    }

    long commits() {
        return commits.get();
    }

    long commitNanos() {
        return commitNanos.get();
    }

    int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    /** Done when all that waits now is written; at once when the store is broken. */
    CompletableFuture<Void> drained() {
        synchronized (waiting) {
            if (!writing || !healthy) return CompletableFuture.completedFuture(null);
            var done = new CompletableFuture<Void>();
            drained = done;
            return done;
        }
    }

    private void enter(Entry entry) {
        synchronized (waiting) {
            waiting.add(entry);
            if (writing) return;
            writing = true;
        }
        runWriter();
    }

    private void runWriter() {
        parts.writer().execute(this::writeSome);
    }

    /** One piece of the writer's work: a batch of appends or one write to the catalogue. */
    private void writeSome() {
        if (!healthy && !recover()) return;
        List<PendingAppend> batch = new ArrayList<>();
        CatalogueWrite other = take(batch);
        if (!batch.isEmpty()) commit(batch);
        else if (other != null) other.write().run();
        goOnWriting();
    }

    /** Takes the appends at the head of the queue; or, when there are none, the write that is there. */
    private @Nullable CatalogueWrite take(List<PendingAppend> batch) {
        synchronized (waiting) {
            while (batch.size() < BATCH_MAX && waiting.peek() instanceof Appending(var pending)) {
                batch.add(pending);
                waiting.remove();
            }
            return batch.isEmpty() ? (CatalogueWrite) waiting.poll() : null;
        }
    }

    private void goOnWriting() {
        synchronized (waiting) {
            if (healthy && waiting.isEmpty()) {
                writing = false;
                CompletableFuture<Void> done = drained;
                if (done != null) done.complete(null);
                return;
            }
        }
        if (healthy) runWriter();
        else timers.set(reopening, parts.clock().now().plus(REOPEN_PAUSE));
    }

    private void commit(List<PendingAppend> batch) {
        long start = System.nanoTime();
        List<Append.Result> results;
        try {
            results = store.commit(appends(batch));
        } catch (RuntimeException | Error broken) {
            undecided.addAll(batch);
            breakDown(broken);
            return;
        }
        commitNanos.addAndGet(System.nanoTime() - start);
        commits.incrementAndGet();
        for (int i = 0; i < batch.size(); i++) batch.get(i).written(new Outcome.Known(results.get(i)));
        goOn(batch);
    }

    private static List<Append> appends(List<PendingAppend> batch) {
        List<Append> appends = new ArrayList<>(batch.size());
        for (PendingAppend each : batch) appends.add(each.append());
        return appends;
    }

    /** Hands a whole batch to one thread: what each has to do is short, and starts threads of its own if it is not. */
    private void goOn(List<PendingAppend> batch) {
        if (parts.patience().blocks()) {
            room.release(batch.size());
            parts.turns().execute(() -> batch.forEach(Committer::goOn));
        } else {
            for (PendingAppend each : batch) parts.turns().execute(each::goOn);
        }
    }

    /** One that breaks must not keep its neighbours from going on. */
    private static void goOn(PendingAppend one) {
        try {
            one.goOn();
        } catch (RuntimeException broken) {
            LOG.error("Execution {} could not go on", one.append().executionId(), broken);
        }
    }

    // A broken store.

    private void breakDown(Throwable broken) {
        healthy = false;
        LOG.error("The store is broken; it will be opened anew", broken);
    }

    /** Opens the store anew and finds out what became of undecided appends; false when it is still broken. */
    private boolean recover() {
        List<PendingAppend> settled = List.copyOf(undecided);
        List<Outcome> outcomes = new ArrayList<>();
        try {
            store.reopen();
            for (PendingAppend each : settled) outcomes.add(outcomeOf(each.append()));
        } catch (StoreException still) {
            LOG.warn("The store is still broken: {}", still.getMessage());
            timers.set(reopening, parts.clock().now().plus(REOPEN_PAUSE));
            return false;
        }
        healthy = true;
        LOG.info("The store works again");
        undecided.clear();
        for (int i = 0; i < settled.size(); i++) settled.get(i).written(outcomes.get(i));
        if (!settled.isEmpty()) goOn(settled);
        return true;
    }

    private Outcome outcomeOf(Append append) {
        boolean stored = store.stored(append.executionId(), append.appendId());
        return stored ? new Outcome.Known(new Append.Result.Stored()) : new Outcome.Lost();
    }
}
