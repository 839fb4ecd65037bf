package dev.skald.bench;

import dev.skald.asl.MachineType;
import dev.skald.core.Event;
import dev.skald.core.EventCodec;
import dev.skald.engine.store.Append;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.MachineRow;
import dev.skald.engine.store.Store;
import dev.skald.engine.store.StoreOpener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * How long the store needs for a commit of one append, with nothing above it: what a workflow that runs alone pays per step at
 * least. The append is the one that a task's result makes.
 */
final class StoreCommits {
    private static final String MACHINE = "arn:aws:states:us-east-1:000000000000:stateMachine:bench";
    private static final String EXECUTION = "arn:aws:states:us-east-1:000000000000:execution:bench:one";
    private static final String HASH = "0".repeat(64);

    private final Store store;
    private final byte[] events;
    private final int eventCount;
    private final long execution;
    private long lastSequence;

    private StoreCommits(Store store, List<Event> turn) {
        this.store = store;
        this.events = EventCodec.encode(turn);
        this.eventCount = turn.size();
        this.execution = store.reserveExecutionIds(1);
    }

    /** The times of such commits, for so long. */
    static Latencies measure(Path parent, Duration time) throws IOException {
        try (StoreFolder folder = StoreFolder.in(parent);
                Store store = opener().open(folder.store())) {
            return new StoreCommits(store, Turns.ofTasks().taskCompleted()).run(time);
        }
    }

    private static StoreOpener opener() {
        return ServiceLoader.load(StoreOpener.class).findFirst().orElseThrow();
    }

    private Latencies run(Duration time) {
        Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
        store.putMachine(machine(now));
        commit(new Append.RowChange.Create(row(now)));
        Latencies latencies = new Latencies();
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0) latencies.add(commit(null));
        return latencies;
    }

    private long commit(Append.@Nullable RowChange change) {
        long last = lastSequence + eventCount;
        Append append = new Append(execution, lastSequence, last, last, events, change);
        long started = System.nanoTime();
        List<Append.Result> results = store.commit(List.of(append));
        long time = System.nanoTime() - started;
        if (!(results.getFirst() instanceof Append.Result.Stored))
            throw new IllegalStateException("not stored: " + results);
        lastSequence = last;
        return time;
    }

    private static MachineRow machine(Instant now) {
        return new MachineRow(
                MACHINE, "bench", MachineType.STANDARD, Machines.tasks(), HASH, "", now, now, null, "{}", false);
    }

    private ExecutionRow row(Instant now) {
        return ExecutionRow.started(
                execution,
                MACHINE,
                "one",
                EXECUTION,
                MachineType.STANDARD,
                HASH,
                "",
                HASH,
                now,
                Map.of(),
                ExecutionRow.Origin.MACHINE);
    }
}
