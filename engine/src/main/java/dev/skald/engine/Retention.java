package dev.skald.engine;

import dev.skald.engine.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes executions that ended long ago: a few at a time, and other writes in between. */
final class Retention {
    /** How many executions one write deletes at most. */
    static final int BATCH = 100;

    static final Duration EVERY = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private final Store store;
    private final Committer committer;
    private final Timers timers;
    private final EngineClock clock;
    private final @Nullable Duration retention;
    private final Timers.Timer next = new Timers.Timer(this::purge);

    Retention(Store store, Committer committer, Timers timers, EngineClock clock, Settings settings) {
        this.store = store;
        this.committer = committer;
        this.timers = timers;
        this.clock = clock;
        this.retention = settings.retention();
    }

    void open() {
        if (retention != null) timers.set(next, clock.now().plus(EVERY));
    }

    private void purge() {
        if (retention == null) return;
        Instant before = clock.now().minus(retention);
        CompletableFuture<Integer> purged = committer.write(() -> store.purge(before, BATCH));
        var _ = purged.whenComplete((count, failed) -> {
            if (failed != null) LOG.warn("Old executions could not be deleted: {}", failed.getMessage());
            boolean more = failed == null && count == BATCH;
            timers.set(next, more ? clock.now() : clock.now().plus(EVERY));
        });
    }
}
