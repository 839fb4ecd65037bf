package dev.skald.tasks.events;

import dev.skald.engine.EventSpace;
import dev.skald.engine.ServiceException;
import dev.skald.engine.Skald;
import dev.skald.engine.store.AwaitRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Forgets old events, old dead letters, and tasks that wait no longer, from time to time. */
final class Cleaning {
    static final Duration EVERY = Duration.ofMinutes(10);

    /** How many rows one write deletes at most. */
    static final int BATCH = 500;

    /** A task that has just been registered may not look as if it waited yet. */
    static final Duration AWAIT_AGE_MIN = Duration.ofMinutes(1);

    private static final Set<String> OVER = Set.of("TaskTimedOut", "TaskDoesNotExist", "InvalidToken");

    private final Skald skald;
    private final EventSpace space;
    private final EventWriter writer;
    private Instant next = Instant.MIN;

    Cleaning(Skald skald, EventSpace space, EventWriter writer) {
        this.skald = skald;
        this.space = space;
        this.writer = writer;
    }

    /** Cleans when it is time; returns when it is next. */
    Instant clean() {
        if (space.now().isBefore(next)) return next;
        boolean more = prune();
        forgetAwaits();
        next = space.now().plus(more ? Duration.ofSeconds(1) : EVERY);
        return next;
    }

    private boolean prune() {
        Instant accepted = space.now().minus(EventBus.EVENTS_KEPT);
        Instant dead = space.now().minus(EventBus.DEAD_LETTERS_KEPT);
        return space.write(store -> store.prune(accepted, dead, BATCH)) >= BATCH;
    }

    private void forgetAwaits() {
        Instant before = space.now().minus(AWAIT_AGE_MIN);
        var after = new AwaitRow.Key(0, 0);
        List<AwaitRow> page;
        do {
            page = space.store().awaits(after, BATCH);
            List<AwaitRow.Key> over = new ArrayList<>();
            for (AwaitRow row : page) if (row.since().isBefore(before) && isOver(row)) over.add(row.key());
            if (!over.isEmpty()) forget(over);
            if (!page.isEmpty()) after = page.getLast().key();
        } while (page.size() == BATCH);
    }

    private boolean isOver(AwaitRow row) {
        try {
            var _ = skald.describeWaitingTask(row.token());
            return false;
        } catch (ServiceException refused) {
            return OVER.contains(refused.code());
        }
    }

    private void forget(List<AwaitRow.Key> over) {
        writer.write(batch -> {
            over.forEach(batch::forget);
            return true;
        });
    }
}
