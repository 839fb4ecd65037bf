package dev.skald.server.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** When the executions under way, and their tasks, began. */
final class Clocks {
    /** So many executions are timed at once: a million that sleep must not cost a million entries. */
    static final int REMEMBERED_MAX = 20_000;

    private final Map<String, Clock> running = new ConcurrentHashMap<>();

    /** The clock of an execution: the one it has, or a new one. */
    Clock of(String executionArn) {
        Clock known = running.get(executionArn);
        return known == null ? new Clock() : known;
    }

    /** Remembers a clock for later events, or forgets it when there is nothing to time any more. */
    void keep(String executionArn, Clock clock) {
        if (clock.idle()) {
            if (clock.remembered) running.remove(executionArn);
        } else if (!clock.remembered && running.size() < REMEMBERED_MAX) {
            clock.remembered = true;
            running.put(executionArn, clock);
        }
    }

    /** The beginnings within one execution. Used by one thread at a time: the one that commits for the execution. */
    static final class Clock {
        private @Nullable Instant startedAt;
        private @Nullable Map<Integer, Instant> tasks;
        private boolean remembered;

        void executionStarted(Instant at) {
            startedAt = at;
        }

        Optional<Duration> executionEnded(Instant at) {
            Instant from = startedAt;
            startedAt = null;
            tasks = null;
            return since(from, at);
        }

        void taskScheduled(int scope, Instant at) {
            Map<Integer, Instant> known = tasks;
            if (known == null) {
                known = new HashMap<>();
                tasks = known;
            }
            known.put(scope, at);
        }

        Optional<Duration> taskEnded(int scope, Instant at) {
            return since(tasks == null ? null : tasks.remove(scope), at);
        }

        void taskGone(int scope) {
            if (tasks != null) tasks.remove(scope);
        }

        private boolean idle() {
            return startedAt == null && (tasks == null || tasks.isEmpty());
        }

        private static Optional<Duration> since(@Nullable Instant from, Instant to) {
            return from == null ? Optional.empty() : Optional.of(Duration.between(from, to));
        }
    }
}
