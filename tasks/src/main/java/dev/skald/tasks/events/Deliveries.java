package dev.skald.tasks.events;

import dev.skald.asl.Payload;
import dev.skald.engine.EventSpace;
import dev.skald.engine.ServiceException;
import dev.skald.engine.store.DeliveryRow;
import dev.skald.engine.store.EventRow;
import dev.skald.engine.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings accepted events to their targets. What there is to do is in the store: whatever is due and not under way is begun,
 * at any time, also after a crash.
 */
final class Deliveries {
    /** How many deliveries are under way at most, the slow ones aside, and how many to one target. */
    static final int UNDER_WAY_MAX = 256;

    static final int TO_ONE_TARGET_MAX = 16;

    /** Who takes longer is slow, and no longer takes a place from others: so targets that hang hold nobody up. */
    static final Duration SLOW_AFTER = Duration.ofSeconds(1);

    /** How many slow deliveries may be beside the others. */
    static final int SLOW_MAX = 2_048;

    /** The pause after a first failure; it doubles from attempt to attempt, up to the longest. */
    static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    /** How much of an error is kept, in characters. */
    static final int ERROR_MAX = 2_000;

    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    private final EventSpace space;
    private final EventWriter writer;
    private final List<Receiver> receivers;
    private final Runnable ended;
    private final Runnable givenUp;

    /** Since when each is under way, the oldest first. */
    private final Map<Long, Instant> underWay = new LinkedHashMap<>();

    private final Set<Thread> threads = new HashSet<>();

    private final Map<String, Integer> toTarget = new HashMap<>();
    private boolean closed;

    /** @param ended hears when a delivery is no longer under way */
    Deliveries(EventSpace space, EventWriter writer, List<Receiver> receivers, Runnable ended, Runnable givenUp) {
        this.space = space;
        this.writer = writer;
        this.receivers = List.copyOf(receivers);
        this.ended = ended;
        this.givenUp = givenUp;
    }

    /** Begins what is due, as far as there is room. Returns when there will be more, if it was not enough. */
    Optional<Instant> begin() {
        // One pass may see the events of one target only: then that has enough, and the next pass sees those of others.
        for (int pass = 0; pass < UNDER_WAY_MAX && room() > 0; pass++) if (!beginSome()) break;
        return roomAt();
    }

    /** Whether another pass may begin more. */
    private boolean beginSome() {
        int seenMax = seenAtOnce();
        List<DeliveryRow> seen = space.store().due(space.now(), busyTargets(), seenMax);
        boolean begun = false;
        for (DeliveryRow row : seen)
            if (enter(row)) {
                begun = true;
                if (!space.run(() -> deliver(row))) leave(row);
            }
        return begun && seen.size() == seenMax;
    }

    /** What is under way is due still, and is seen with the rest. */
    private synchronized int seenAtOnce() {
        return underWay.size() + UNDER_WAY_MAX;
    }

    private synchronized Set<String> busyTargets() {
        Set<String> busy = new HashSet<>();
        toTarget.forEach((arn, count) -> {
            if (count >= TO_ONE_TARGET_MAX) busy.add(arn);
        });
        return busy;
    }

    private synchronized int room() {
        return closed ? 0 : UNDER_WAY_MAX + Math.min(slow(), SLOW_MAX) - underWay.size();
    }

    private synchronized int slow() {
        Instant before = space.now().minus(SLOW_AFTER);
        int slow = 0;
        for (Instant since : underWay.values()) {
            if (since.isAfter(before)) break;
            slow++;
        }
        return slow;
    }

    /** When the next one that is under way becomes slow; empty while there is room anyway, or if that changes nothing. */
    private synchronized Optional<Instant> roomAt() {
        int slow = slow();
        if (closed || room() > 0 || slow >= SLOW_MAX) return Optional.empty();
        return underWay.values().stream().skip(slow).findFirst().map(since -> since.plus(SLOW_AFTER));
    }

    private synchronized boolean enter(DeliveryRow row) {
        if (room() <= 0 || underWay.containsKey(row.number())) return false;
        if (toTarget.getOrDefault(row.targetArn(), 0) >= TO_ONE_TARGET_MAX) return false;
        underWay.put(row.number(), space.now());
        toTarget.merge(row.targetArn(), 1, Integer::sum);
        return true;
    }

    private synchronized void leave(DeliveryRow row) {
        underWay.remove(row.number());
        threads.remove(Thread.currentThread());
        toTarget.computeIfPresent(row.targetArn(), (_, count) -> count == 1 ? null : count - 1);
        notifyAll();
    }

    /** Whether it is to go on; from here on it can be interrupted. */
    private synchronized boolean runs() {
        threads.add(Thread.currentThread());
        return !closed;
    }

    private void deliver(DeliveryRow row) {
        try {
            // It may have ended between being read and being entered.
            DeliveryRow current = space.store().delivery(row.number()).orElse(null);
            if (runs() && current != null && current.attempts() == row.attempts() && current.deadAt() == null)
                attempt(current);
        } catch (InterruptedException closing) {
            LOG.debug("Delivery {} was interrupted; it begins anew", row.number());
        } catch (ServiceException | StoreException broken) {
            LOG.warn("Delivery {} is repeated: {}", row.number(), broken.getMessage());
        } finally {
            leave(row);
            ended.run();
        }
    }

    private void attempt(DeliveryRow row) throws InterruptedException {
        EventRow accepted = space.store().event(row.event()).orElse(null);
        if (accepted == null) {
            written(batch -> batch.changes().delivered(row.number()));
            return;
        }
        EventRow event =
                EventCodec.changed(row.target()).map(accepted::withText).orElse(accepted);
        EventTarget target = EventCodec.target(row.target());
        try {
            if (BusArn.is(target.arn())) forward(row, event, BusArn.name(target.arn()));
            else hand(row, event, target);
        } catch (DeliveryFailure failure) {
            failed(row, event, target, failure);
        } catch (ServiceException refused) {
            throw refused;
        } catch (RuntimeException broken) {
            LOG.error("Delivery {} to {} broke", row.number(), target.arn(), broken);
            failed(row, event, target, DeliveryFailure.again("It broke: " + broken));
        }
    }

    private void hand(DeliveryRow row, EventRow event, EventTarget target)
            throws DeliveryFailure, InterruptedException {
        Receiver receiver = receivers.stream()
                .filter(each -> each.receives(target.arn()))
                .findFirst()
                .orElseThrow(() -> DeliveryFailure.forGood("Nothing here delivers to " + target.arn() + "."));
        Payload input = TargetInput.of(
                target.input(), event.text(), row.source(), event.acceptedAt().toString());
        receiver.deliver(new Delivery(event.id(), row.source(), target, input, row.attempts()));
        written(batch -> batch.changes().delivered(row.number()));
    }

    /** The event is accepted there and is delivered here in one transaction. */
    private void forward(DeliveryRow row, EventRow event, String bus) throws DeliveryFailure {
        if (!writer.rules().hasBus(bus)) throw DeliveryFailure.forGood("There is no event bus " + bus + ".");
        boolean accepted = writer.write(batch -> {
            try {
                batch.accept(bus, event.id(), event.text());
            } catch (UnmatchableEvent unreadable) {
                return false;
            }
            batch.changes().delivered(row.number());
            return true;
        });
        // Only an event that a person has changed can be such a one.
        if (!accepted) throw DeliveryFailure.forGood("No pattern can be matched against the event.");
    }

    private interface Change {
        void make(Batch batch);
    }

    private void written(Change change) {
        writer.write(batch -> {
            change.make(batch);
            return true;
        });
    }

    // Failures.

    private void failed(DeliveryRow row, EventRow event, EventTarget target, DeliveryFailure failure) {
        String why = shortened(failure.message());
        Instant next = next(row, event, target, failure);
        if (next != null) {
            written(batch -> batch.changes().put(row.failed(why, next)));
            return;
        }
        LOG.atWarn()
                .addKeyValue("eventId", event.id())
                .addKeyValue("target", target.arn())
                .log("An event is given up after {} attempts, and is a dead letter: {}", row.attempts() + 1, why);
        written(batch -> {
            batch.changes().put(row.dead(why, batch.now()));
            EventTarget queue = deadLetterQueue(target);
            if (queue != null) batch.forward(row, queue);
        });
        givenUp.run();
    }

    /** When it is tried again; null when it is given up. */
    private @Nullable Instant next(DeliveryRow row, EventRow event, EventTarget target, DeliveryFailure failure) {
        int attempts = row.attempts() + 1;
        int attemptsMax = Math.min(target.retry().attempts() + 1, failure.attemptsMax());
        if (attempts >= attemptsMax) return null;
        Instant next = space.now().plus(pause(attempts));
        Instant begun = EventCodec.replayedAt(row.target()).orElse(event.acceptedAt());
        return next.isAfter(begun.plus(target.retry().age())) ? null : next;
    }

    private Duration pause(int attempts) {
        long longest = FIRST_PAUSE.toMillis() << Math.min(attempts - 1, 20);
        long millis = Math.min(longest, LONGEST_PAUSE.toMillis());
        return Duration.ofMillis(millis / 2 + (long) space.draw(millis / 2.0));
    }

    private @Nullable EventTarget deadLetterQueue(EventTarget target) {
        String arn = target.retry().deadLetterArn();
        boolean known = arn != null && receivers.stream().anyMatch(each -> each.receives(arn));
        if (arn == null || !known) return null;
        return new EventTarget(
                target.id() + "-dead-letter", arn, new EventTarget.Input.Event(), EventTarget.Retry.DEFAULT);
    }

    private static String shortened(String error) {
        return error.length() <= ERROR_MAX ? error : error.substring(0, ERROR_MAX) + "...";
    }

    // Closing.

    /** Begins nothing more, interrupts what is under way, and waits for it. */
    synchronized void close(Duration atMost) {
        closed = true;
        threads.forEach(Thread::interrupt);
        long end = System.nanoTime() + atMost.toNanos();
        boolean interrupted = false;
        while (!underWay.isEmpty() && !interrupted) {
            long millis = (end - System.nanoTime()) / 1_000_000;
            if (millis <= 0) break;
            try {
                wait(millis);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }
}
