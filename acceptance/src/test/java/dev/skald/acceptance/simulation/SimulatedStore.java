package dev.skald.acceptance.simulation;

import dev.skald.engine.store.Append;
import dev.skald.engine.store.Store;
import dev.skald.engine.store.StoreException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The store as one life of the engine sees it: it crashes around writes, fails with an open outcome, and is watched. */
record SimulatedStore(Store target, Life life, Faults faults, Journal journal, Census census)
        implements ForwardingStore {

    @Override
    public List<Append.Result> commit(List<Append> appends) {
        return write(() -> {
            List<Append.Result> results = target.commit(appends);
            for (int i = 0; i < results.size(); i++) {
                if (results.get(i) instanceof Append.Result.Stored) watch(appends.get(i));
            }
            return results;
        });
    }

    // The engine takes what a store throws for a broken store: a violation has to get around it.
    private void watch(Append append) {
        try {
            journal.stored(append);
        } catch (RuntimeException violation) {
            life.violated(violation);
        }
    }

    @Override
    public <T extends @Nullable Object> T write(Supplier<T> write) {
        requireAlive();
        if (faults.crashBefore()) throw crash(Occurrence.CRASH_BEFORE_COMMIT);
        if (faults.failBefore()) throw failure(Occurrence.UNDECIDED_NOT_STORED);
        T result = write.get();
        if (faults.crashAfter()) throw crash(Occurrence.CRASH_AFTER_COMMIT);
        if (faults.failAfter()) throw failure(Occurrence.UNDECIDED_STORED);
        return result;
    }

    @Override
    public <T> T read(Supplier<T> read) {
        requireAlive();
        if (faults.crashReading()) throw crash(Occurrence.CRASH_WHILE_READING);
        if (faults.failReading()) throw failure(Occurrence.UNREADABLE);
        return read.get();
    }

    @Override
    public void close() {
        // The store outlives the engine here: it is closed by nobody.
    }

    private void requireAlive() {
        if (!life.alive()) throw new StoreException("this process has crashed");
    }

    private StoreException crash(Occurrence when) {
        census.count(when);
        life.die();
        return new StoreException("a crash");
    }

    private StoreException failure(Occurrence what) {
        census.count(what);
        return new StoreException("a lost connection");
    }
}
