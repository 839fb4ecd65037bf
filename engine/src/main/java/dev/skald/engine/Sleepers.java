package dev.skald.engine;

import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts executions to rest that have been idle for a while, and wakes those whose timer is due soon.
 *
 * <p>A resting execution costs a row on disk and nothing in memory. It is loaded again a minute before its timer, or when
 * a command comes for it.
 */
final class Sleepers {
    /** How many resting executions are looked at, and so loaded early, at a time. */
    static final int PAGE = 2_000;

    /** There is a minute's time to look: once in a second is enough, unless more are due than fit into a page. */
    static final Duration LOOK_PAUSE = Duration.ofSeconds(1);

    static final Duration FULL_PAGE_PAUSE = Duration.ofMillis(50);

    private static final Instant FAR = Instant.parse("9999-12-31T23:59:59Z");
    private static final Logger LOG = LoggerFactory.getLogger(Sleepers.class);

    private final LiveExecutions executions;
    private final Services services;

    private final ArrayDeque<Idle> idle = new ArrayDeque<>();
    private final Set<Long> noticed = ConcurrentHashMap.newKeySet();
    private final Timers.Timer sweeping = new Timers.Timer(this::sweep);

    private final Timers.Timer looking = new Timers.Timer(this::look);
    private Instant lookAt = FAR;
    private Instant lookedAt = Instant.MIN;

    Sleepers(LiveExecutions executions, Services services) {
        this.executions = executions;
        this.services = services;
    }

    private record Idle(LiveExecution execution, Instant since) {}

    // To rest.

    /** An execution has nothing to do for now. */
    void noticeIdle(LiveExecution execution, Instant now) {
        if (noticed.add(execution.id)) add(new Idle(execution, now));
    }

    private void add(Idle one) {
        synchronized (idle) {
            idle.add(one);
            if (idle.size() == 1) sweepAfter(one.since);
        }
    }

    private void sweepAfter(Instant since) {
        services.timers().set(sweeping, since.plus(services.settings().restAfter()));
    }

    private void sweep() {
        Instant limit = now().minus(services.settings().restAfter());
        for (Idle each : idleSince(limit)) {
            Instant since = each.execution.idleSince();
            if (since.isAfter(limit)) add(new Idle(each.execution, since));
            else rest(each.execution);
        }
    }

    private List<Idle> idleSince(Instant limit) {
        List<Idle> enough = new ArrayList<>();
        synchronized (idle) {
            Idle next = idle.peek();
            while (next != null && !next.since.isAfter(limit)) {
                enough.add(idle.remove());
                next = idle.peek();
            }
            if (next != null) sweepAfter(next.since);
        }
        return enough;
    }

    private void rest(LiveExecution execution) {
        noticed.remove(execution.id);
        boolean _ = execution.submit(new Request.Rest());
    }

    // Awake.

    /** Begins to look for resting executions that are due soon. */
    void open() {
        look();
    }

    /** An execution was put to rest; its timer may be the first to be due. */
    void noticeRest(@Nullable Instant wakeAt) {
        if (wakeAt != null) lookBy(wakeAt.minus(OpenWork.SOON), LOOK_PAUSE);
    }

    private synchronized void lookBy(Instant at, Duration pause) {
        Instant earliest = lookedAt.equals(Instant.MIN) ? at : lookedAt.plus(pause);
        Instant look = at.isBefore(earliest) ? earliest : at;
        if (!look.isBefore(lookAt)) return;
        lookAt = look;
        services.timers().set(looking, look);
    }

    private void look() {
        synchronized (this) {
            lookAt = FAR;
            lookedAt = now();
        }
        try {
            wakeWhatIsDueSoon();
        } catch (StoreException unreadable) {
            LOG.warn("Resting executions cannot be looked for: {}", unreadable.getMessage());
            lookBy(now(), LOOK_PAUSE);
        }
    }

    /** The earliest first. Those that are loaded already stay among the rows until their timer has fired. */
    private void wakeWhatIsDueSoon() {
        int setAside = executions.setAside();
        List<ExecutionRow> rows = services.stored().dueBefore(FAR, PAGE + setAside);
        Instant soon = now().plus(OpenWork.SOON);
        for (ExecutionRow row : rows) {
            Instant wakeAt = wakeAt(row);
            if (wakeAt.isAfter(soon)) {
                lookBy(wakeAt.minus(OpenWork.SOON), LOOK_PAUSE);
                return;
            }
            wake(row.id());
        }
        if (rows.size() == PAGE + setAside) lookBy(wakeAt(rows.get(setAside)), FULL_PAGE_PAUSE);
    }

    private void wake(long id) {
        if (!executions.contains(id))
            services.parts().turns().execute(() -> executions.submit(id, new Request.TakeUp()));
    }

    private static Instant wakeAt(ExecutionRow row) {
        Instant wakeAt = row.wakeAt();
        if (wakeAt == null) throw new IllegalStateException("no wake instant: " + row);
        return wakeAt;
    }

    private Instant now() {
        return services.parts().clock().now();
    }
}
