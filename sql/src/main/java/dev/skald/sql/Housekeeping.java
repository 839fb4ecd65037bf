package dev.skald.sql;

import dev.skald.engine.store.StoreException;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the store does between writes, on a thread of its own: deletes what was purged and gives its space back in slices,
 * copies the log to the store when nobody writes, and watches the log's size. Sleeps when nothing was written since.
 */
final class Housekeeping {
    /** After how long without a write the store counts as idle. */
    static final Duration IDLE = Duration.ofSeconds(1);

    /** Ten times a slice: others have the store most of the time. */
    static final Duration BETWEEN_SLICES = Duration.ofMillis(100);

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    private final Dialect dialect;
    private final Writer writer;
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("skald-store-housekeeping").factory());
    private final AtomicBoolean asleep = new AtomicBoolean(true);
    private volatile long lastWriteNanos = System.nanoTime();
    private volatile boolean purging;

    Housekeeping(Dialect dialect, Writer writer) {
        this.dialect = dialect;
        this.writer = writer;
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    /** Something was written. */
    void wrote() {
        lastWriteNanos = System.nanoTime();
        if (asleep.compareAndSet(true, false)) schedule(IDLE);
    }

    /** Executions were taken out of sight, or may have been before a restart. */
    void purged() {
        purging = true;
        wrote();
    }

    private void schedule(Duration delay) {
        var _ = thread.schedule(this::work, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void work() {
        try {
            dialect.watchSize();
            if (purging) purging = purgeSlice();
            else if (idle() && tidied()) return;
            schedule(purging ? BETWEEN_SLICES : IDLE);
        } catch (StoreException broken) {
            LOG.warn("Housekeeping waits until the store works again: {}", broken.getMessage());
            asleep.set(true);
        } catch (RuntimeException unexpected) {
            LOG.error("Housekeeping of the store has failed; the next write tries again", unexpected);
            asleep.set(true);
        }
    }

    private boolean purgeSlice() {
        boolean more = writer.write(Purge::deleteSlice);
        return more || writer.write(session -> dialect.giveSpaceBack(session.connection(), Purge.SLICE));
    }

    private boolean idle() {
        return System.nanoTime() - lastWriteNanos >= IDLE.toNanos();
    }

    /** Copies the log to the store; whether nothing was written meanwhile, so that there is nothing more to do. */
    private boolean tidied() {
        asleep.set(true);
        writer.guarded(session -> {
            dialect.tidyWhenIdle(session.connection());
            return true;
        });
        return idle() || !asleep.compareAndSet(true, false);
    }

    /** Stops; what is under way ends first. */
    void close() {
        thread.close();
    }
}
