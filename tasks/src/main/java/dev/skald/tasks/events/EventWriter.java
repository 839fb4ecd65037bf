package dev.skald.tasks.events;

import dev.skald.engine.EventSpace;
import dev.skald.engine.ServiceException;
import dev.skald.engine.store.EventDefinitionRow;
import dev.skald.engine.store.EventStore;
import dev.skald.engine.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that is written about events, one batch after the other: what waits is written together, in one transaction. Whatever
 * depends on what others write at the same time is decided while a batch is collected.
 */
final class EventWriter {
    /** How many changes one batch holds at most. */
    static final int BATCH_MAX = 256;

    /** How many changes may wait. */
    static final int WAITING_MAX = 8_192;

    private static final Logger LOG = LoggerFactory.getLogger(EventWriter.class);

    private final EventSpace space;
    private final Queue<Pending<?>> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private volatile Rules rules = new Rules(List.of());

    private volatile long pendingDeliveries;
    private volatile int waitingTasks;

    // Only the writer's thread uses these.
    private @Nullable Awaits awaits;
    private long lastNumber;

    EventWriter(EventSpace space) {
        this.space = space;
    }

    /** A part of a batch. What it throws harms nobody else, unless it has changed something before. */
    interface Change<T> {
        T make(Batch batch);
    }

    private record Pending<T>(Change<T> change, CompletableFuture<T> result) {}

    /** What is defined, as far as it is committed. */
    Rules rules() {
        return rules;
    }

    /** How many deliveries are to be tried, now or later; not exact while they change. */
    long pendingDeliveries() {
        return pendingDeliveries;
    }

    /** How many tasks wait for an event. */
    int waitingTasks() {
        return waitingTasks;
    }

    /** Reads what is in the store. */
    void open() {
        space.write(store -> {
            load(store);
            return true;
        });
    }

    private Awaits load(EventStore store) {
        lastNumber = store.lastNumber();
        pendingDeliveries = store.pendingDeliveries();
        rules = new Rules(store.definitions());
        Awaits loaded = Awaits.load(store);
        awaits = loaded;
        waitingTasks = loaded.size();
        return loaded;
    }

    /**
     * Writes a change, together with others, and waits until it is durable.
     *
     * @throws ServiceException what the change throws; ThrottlingException when too many wait: nothing is written;
     *     InternalFailure or ServiceUnavailable when the store does not work: it is not known whether it is written
     */
    <T> T write(Change<T> change) {
        var pending = new Pending<>(change, new CompletableFuture<T>());
        if (!waiting.offer(pending))
            throw new ServiceException("ThrottlingException", "Too many events wait to be written. Try again.");
        space.write(store -> {
            drain(store);
            return true;
        });
        return result(pending.result);
    }

    private static <T> T result(CompletableFuture<T> result) {
        try {
            return result.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof ServiceException refused) throw refused;
            throw failed;
        }
    }

    private void drain(EventStore store) {
        List<Pending<?>> taken = new ArrayList<>();
        while (taken.size() < BATCH_MAX && waiting.peek() != null) taken.add(waiting.remove());
        if (taken.isEmpty()) return;
        try {
            write(store, taken);
        } catch (RuntimeException | Error broken) {
            awaits = null;
            var unknown = new ServiceException("InternalFailure", "The store broke; whether it was written is open.");
            for (Pending<?> each : taken) each.result.completeExceptionally(unknown);
            throw broken;
        }
    }

    private void write(EventStore store, List<Pending<?>> taken) {
        Awaits known = awaits == null ? load(store) : awaits;
        var batch = new Batch(space, store, rules, known, lastNumber);
        List<Runnable> made = new ArrayList<>();
        for (Pending<?> each : taken) made.add(make(each, batch));
        if (!batch.changes().isEmpty()) store.apply(batch.changes());
        lastNumber = batch.lastNumber();
        pendingDeliveries += batch.morePending();
        waitingTasks = known.size();
        made.forEach(Runnable::run);
    }

    /** What there is to tell once the batch is durable. */
    private static <T> Runnable make(Pending<T> pending, Batch batch) {
        int before = batch.size();
        try {
            T value = pending.change.make(batch);
            return () -> pending.result.complete(value);
        } catch (ServiceException refused) {
            return () -> pending.result.completeExceptionally(refused);
        } catch (StoreException broken) {
            throw broken;
        } catch (RuntimeException own) {
            // Half a change must not be written, and cannot be taken back: then the whole batch fails.
            if (batch.size() != before) throw own;
            LOG.error("A change of events broke; nothing of it is written", own);
            var broken = new ServiceException("InternalFailure", "It broke; nothing is written.");
            return () -> pending.result.completeExceptionally(broken);
        }
    }

    /**
     * What an application defines from now on.
     *
     * @param rows all of it
     */
    record Definition(String application, List<EventDefinitionRow> rows) {}

    /**
     * Replaces what an application defines.
     *
     * @param change gets what is defined by all
     * @throws ServiceException what {@code change} throws, and as {@link #write}
     */
    void define(Function<Rules, Definition> change) {
        space.write(store -> {
            Awaits known = awaits == null ? load(store) : awaits;
            Definition wanted = change.apply(rules);
            String application = wanted.application();
            List<EventDefinitionRow> all = new ArrayList<>(wanted.rows());
            for (EventDefinitionRow row : rules.rows()) if (!row.application().equals(application)) all.add(row);
            var next = new Rules(all);
            awaits = null;
            store.recordStatusChanges(next.wantStatusChanges() || known.wantStatusChanges());
            store.define(application, wanted.rows());
            load(store);
            return true;
        });
    }
}
