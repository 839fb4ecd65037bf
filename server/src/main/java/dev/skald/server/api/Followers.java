package dev.skald.server.api;

import dev.skald.core.Event;
import dev.skald.core.Identity;
import dev.skald.engine.EngineListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Wakes those who follow an execution, or all of them, when new events are committed. */
public final class Followers implements EngineListener {
    /** The signal for commits of any execution. No ARN is empty. */
    private static final String ANY = "";

    private final Map<String, Signal> signals = new ConcurrentHashMap<>();

    /** Raised at each commit of one execution, for all who follow it. */
    private static final class Signal {
        private final Lock lock = new ReentrantLock();
        private final Condition raised = lock.newCondition();
        private long commits;
        private int followers;

        void raise() {
            lock.lock();
            try {
                commits++;
                raised.signalAll();
            } finally {
                lock.unlock();
            }
        }

        /** Waits until there are other commits than these, at most so long; how many there are then. */
        long awaitOther(long than, Duration atMost) throws InterruptedException {
            long nanos = atMost.toNanos();
            lock.lock();
            try {
                while (commits == than && nanos > 0) nanos = raised.awaitNanos(nanos);
                return commits;
            } finally {
                lock.unlock();
            }
        }

        long commits() {
            lock.lock();
            try {
                return commits;
            } finally {
                lock.unlock();
            }
        }
    }

    @Override
    public void committed(Identity identity, List<Event> events) {
        if (signals.isEmpty()) return;
        raise(identity.arn());
        raise(ANY);
    }

    /** Something changed that is no event of an execution: wakes those who follow all. */
    public void changed() {
        raise(ANY);
    }

    private void raise(String key) {
        Signal signal = signals.get(key);
        if (signal != null) signal.raise();
    }

    /** Begins to follow an execution: a commit from now on ends the next {@link Follower#await}. */
    Follower follow(String executionArn) {
        return new Follower(executionArn, signals.compute(executionArn, (_, known) -> joined(known)));
    }

    /** Begins to follow all executions. */
    Follower followAll() {
        return follow(ANY);
    }

    private static Signal joined(@Nullable Signal known) {
        Signal signal = known == null ? new Signal() : known;
        signal.followers++;
        return signal;
    }

    /** One who follows, in one thread; to be closed. */
    final class Follower implements AutoCloseable {
        private final String executionArn;
        private final Signal signal;
        private long seen;

        private Follower(String executionArn, Signal signal) {
            this.executionArn = executionArn;
            this.signal = signal;
            seen = signal.commits();
        }

        /** Waits for a commit since the last wait, at most so long. Whether there was one. */
        boolean await(Duration atMost) throws InterruptedException {
            long before = seen;
            seen = signal.awaitOther(before, atMost);
            return seen != before;
        }

        @Override
        public void close() {
            signals.computeIfPresent(executionArn, (_, known) -> --known.followers == 0 ? null : known);
        }
    }
}
