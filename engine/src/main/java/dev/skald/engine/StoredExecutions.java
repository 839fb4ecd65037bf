package dev.skald.engine;

import dev.skald.asl.MachineType;
import dev.skald.core.Event;
import dev.skald.core.EventCodec;
import dev.skald.core.Execution;
import dev.skald.core.Identity;
import dev.skald.core.SnapshotCodec;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads executions back from the store: rows, events, and the state that they fold to. */
final class StoredExecutions {
    /** How many chunks are read at a time. */
    static final int CHUNKS_PER_READ = 64;

    private static final Logger LOG = LoggerFactory.getLogger(StoredExecutions.class);

    private final Store store;

    StoredExecutions(Store store) {
        this.store = store;
    }

    Optional<ExecutionRow> row(long id) {
        return store.execution(id);
    }

    /** @throws ServiceException InvalidArn */
    Optional<ExecutionRow> row(String executionArn) {
        Arns.ExecutionArn arn = Arns.parseExecution(executionArn);
        return store.execution(arn.stateMachineArn(), arn.storedName())
                .filter(row -> row.arn().equals(executionArn));
    }

    /** @throws ServiceException InvalidArn, ExecutionDoesNotExist */
    ExecutionRow require(String executionArn) {
        return row(executionArn).orElseThrow(() -> Refusals.executionDoesNotExist(executionArn));
    }

    static Identity identity(ExecutionRow row) {
        String machine = row.stateMachineArn();
        return new Identity(
                row.id(),
                row.arn(),
                Rows.shownName(row),
                machine,
                machine.substring(machine.lastIndexOf(':') + 1),
                row.type(),
                row.roleArn());
    }

    /** The state of an execution: its snapshot and what followed, or all its events. */
    Execution fold(ExecutionRow row) {
        if (row.type() == MachineType.EXPRESS) return ends(row);
        Execution execution = snapshot(row);
        long from = execution.lastSequence() + 1;
        eachEvent(row.id(), from, event -> {
            execution.apply(event);
            return true;
        });
        return execution;
    }

    /** Of an EXPRESS execution only the first and the last event are stored. */
    private Execution ends(ExecutionRow row) {
        var execution = new Execution(identity(row));
        execution.apply(
                EventCodec.decode(store.chunks(row.id(), 1, 1).getFirst()).getFirst());
        if (row.status().terminal()) execution.apply(second(ended(row)));
        return execution;
    }

    private static Event second(Event end) {
        return new Event(2, end.id(), end.previousId(), end.at(), end.scope(), end.detail());
    }

    /** Folds all events of an execution, and shows each to someone, with the state that it led to. */
    Execution fold(ExecutionRow row, BiConsumer<Event, Execution> seen) {
        var execution = new Execution(identity(row));
        eachEvent(row.id(), 1, event -> {
            execution.apply(event);
            seen.accept(event, execution);
            return true;
        });
        return execution;
    }

    /** The state of an execution right after one of its events. */
    Execution foldTo(ExecutionRow row, long sequence) {
        var execution = new Execution(identity(row));
        eachEvent(row.id(), 1, event -> {
            execution.apply(event);
            return event.sequence() < sequence;
        });
        return execution;
    }

    private Execution snapshot(ExecutionRow row) {
        Identity identity = identity(row);
        Optional<Store.Snapshot> snapshot = store.snapshot(row.id());
        if (snapshot.isEmpty()) return new Execution(identity);
        try {
            return SnapshotCodec.decode(identity, snapshot.get().state());
        } catch (SnapshotCodec.UnreadableSnapshot unreadable) {
            LOG.info("The snapshot of {} cannot be read; its events are folded instead", row.arn(), unreadable);
            return new Execution(identity);
        }
    }

    /** Resting executions by their wake instant, the earliest first. */
    List<ExecutionRow> dueBefore(Instant instant, int limit) {
        return store.dueBefore(instant, limit);
    }

    /** Open executions that are not at rest, from an id on. */
    List<ExecutionRow> awake(long afterId, int limit) {
        return store.awake(afterId, limit);
    }

    /** The first event of an execution, which holds its input. */
    Event.ExecutionStarted started(ExecutionRow row) {
        List<byte[]> first = store.chunks(row.id(), 1, 1);
        if (!first.isEmpty()
                && EventCodec.decode(first.getFirst()).getFirst().detail() instanceof Event.ExecutionStarted started)
            return started;
        throw new IllegalStateException("the journal of " + row.arn() + " does not begin with its start");
    }

    /** The event that ended an execution: its last one, unless it was undone afterwards. */
    Event ended(ExecutionRow row) {
        return last(row).filter(StoredExecutions::isEnd).orElseGet(() -> endBefore(row));
    }

    private static boolean isEnd(Event event) {
        return event.detail() instanceof Event.End;
    }

    private Event endBefore(ExecutionRow row) {
        var found = new AtomicReference<Event>();
        eachEvent(row.id(), 1, event -> {
            if (isEnd(event)) found.set(event);
            return true;
        });
        if (found.get() == null) throw new IllegalStateException("the journal of " + row.arn() + " has no end");
        return found.get();
    }

    /** The last event of an execution; empty when it was purged since its row was read. */
    Optional<Event> last(ExecutionRow row) {
        return store.lastChunk(row.id()).map(chunk -> EventCodec.decode(chunk).getLast());
    }

    /** Events from a sequence on, at most so many. */
    List<Event> events(long executionId, long fromSequence, int limit) {
        List<Event> events = new ArrayList<>();
        if (limit > 0)
            eachEvent(executionId, fromSequence, event -> {
                events.add(event);
                return events.size() < limit;
            });
        return events;
    }

    /** Wants another event, or has had enough. */
    private interface EventReader {
        boolean read(Event event);
    }

    private void eachEvent(long executionId, long fromSequence, EventReader reader) {
        long from = fromSequence;
        while (true) {
            List<byte[]> chunks = store.chunks(executionId, from, CHUNKS_PER_READ);
            for (byte[] chunk : chunks) {
                List<Event> events = EventCodec.decode(chunk);
                for (Event event : events) if (event.sequence() >= from && !reader.read(event)) return;
                from = Math.max(from, events.getLast().sequence() + 1);
            }
            if (chunks.size() < CHUNKS_PER_READ) return;
        }
    }
}
