package dev.skald.tasks.events;

import dev.skald.engine.EventSpace;
import dev.skald.engine.ServiceException;
import dev.skald.engine.Skald;
import dev.skald.engine.store.AwaitRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Forgets old events, old dead letters, and tasks that wait no longer. When there is nothing to forget, nobody is woken: not
 * even in virtual time, where a year may pass at once.
 */
final class Cleaning {
    /** The shortest time between two cleanings. */
    static final Duration EVERY = Duration.ofMinutes(10);

    /** How often tasks that wait are looked at when nothing else happens. */
    static final Duration AWAITS_EVERY = Duration.ofDays(1);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** How many rows one write deletes at most. */
    static final int BATCH = 500;

    /** A task that has just been registered may not look as if it waited yet. */
    static final Duration AWAIT_AGE_MIN = Duration.ofMinutes(1);

    private static final Set<String> OVER = Set.of("TaskTimedOut", "TaskDoesNotExist", "InvalidToken");

    private final Skald skald;
    private final EventSpace space;
    private final EventWriter writer;
    private Instant earliest = Instant.MIN;

    Cleaning(Skald skald, EventSpace space, EventWriter writer) {
        this.skald = skald;
        this.space = space;
        this.writer = writer;
    }

    /** Cleans when it is time; returns when it is next, if there is anything to forget by then. */
    Optional<Instant> clean() {
        if (space.now().isBefore(earliest)) return next(earliest);
        boolean more = prune();
        forgetAwaits();
        earliest = space.now().plus(more ? PAUSE : EVERY);
        return next(earliest);
    }

    private Optional<Instant> next(Instant notBefore) {
        Optional<Instant> old = space.store()
                .oldestEvent()
                .map(oldest -> oldest.plus(EventBus.EVENTS_KEPT).plusMillis(1))
                .map(due -> due.isBefore(notBefore) ? notBefore : due);
        if (writer.waitingTasks() == 0) return old;
        Instant awaitsAt = notBefore.plus(AWAITS_EVERY);
        return old.filter(due -> due.isBefore(awaitsAt)).or(() -> Optional.of(awaitsAt));
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
