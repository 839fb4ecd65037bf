package dev.skald.server.api;

import dev.skald.core.Event;
import dev.skald.core.Identity;
import dev.skald.engine.EngineListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Wakes those who follow an execution when new events of it are committed. */
public final class Followers implements EngineListener {
    private final Map<String, Signal> signals = new ConcurrentHashMap<>();

    /** Raised at each commit of one execution, for all who follow it. */
    private static final class Signal {
        private final Semaphore raised = new Semaphore(0);
        private int followers;
    }

    @Override
    public void committed(Identity identity, List<Event> events) {
        if (signals.isEmpty()) return;
        signals.computeIfPresent(identity.arn(), (_, signal) -> {
            signal.raised.release(signal.followers);
            return signal;
        });
    }

    /** Begins to follow an execution: a commit from now on ends the next {@link Follower#await}. */
    Follower follow(String executionArn) {
        Signal signal = signals.compute(executionArn, (_, known) -> joined(known));
        return new Follower(executionArn, signal);
    }

    private static Signal joined(@Nullable Signal known) {
        Signal signal = known == null ? new Signal() : known;
        signal.followers++;
        return signal;
    }

    /** One who follows; to be closed. */
    final class Follower implements AutoCloseable {
        private final String executionArn;
        private final Signal signal;

        private Follower(String executionArn, Signal signal) {
            this.executionArn = executionArn;
            this.signal = signal;
        }

        /** Waits for a commit, at most so long. May wake without one: look again. */
        void await(Duration atMost) throws InterruptedException {
            var _ = signal.raised.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public void close() {
            signals.computeIfPresent(executionArn, (_, known) -> --known.followers == 0 ? null : known);
        }
    }
}
