package dev.skald.tasks.events;

import dev.skald.engine.EventSpace;
import dev.skald.engine.store.AwaitRow;
import dev.skald.engine.store.DecisionRow;
import dev.skald.engine.store.DeliveryRow;
import dev.skald.engine.store.EventChanges;
import dev.skald.engine.store.EventRow;
import dev.skald.engine.store.EventStore;
import java.time.Instant;
import java.util.List;

/** What is written at once, while it is collected on the writer's thread. */
final class Batch {
    private final EventSpace space;
    private final EventStore store;
    private final Rules rules;
    private final Awaits awaits;
    private final EventChanges changes = new EventChanges();
    private final Instant now;
    private long lastNumber;
    private int dropped;

    Batch(EventSpace space, EventStore store, Rules rules, Awaits awaits, long lastNumber) {
        this.space = space;
        this.store = store;
        this.rules = rules;
        this.awaits = awaits;
        this.lastNumber = lastNumber;
        now = space.now();
    }

    Rules rules() {
        return rules;
    }

    Awaits awaits() {
        return awaits;
    }

    EventStore store() {
        return store;
    }

    EventChanges changes() {
        return changes;
    }

    long lastNumber() {
        return lastNumber;
    }

    /** How much there is to write so far. */
    int size() {
        return changes.accepted().size()
                + changes.deliveries().size()
                + changes.delivered().size()
                + changes.awaits().size()
                + changes.awaited().size()
                + changes.taken().size()
                + changes.schedules().size()
                + changes.statusChanges().size();
    }

    /** How many more deliveries there are to be tried. */
    long morePending() {
        long more = 0;
        for (DeliveryRow delivery : changes.deliveries()) {
            if (delivery.deadAt() != null) more--;
            else if (delivery.attempts() == 0) more++;
        }
        return more - changes.delivered().size() + dropped;
    }

    Instant now() {
        return now;
    }

    /**
     * Accepts an event on a bus: it goes to the targets of every rule that it matches, and to all who wait for it.
     *
     * @throws UnmatchableEvent when it cannot be matched: nothing has changed then
     */
    void accept(String bus, String id, String text) {
        List<EventRule> matching = rules.matching(bus, text);
        List<AwaitRow> waiting = awaits.matching(bus, text);
        EventRow event = event(bus, id, text);
        for (EventRule rule : matching)
            for (EventTarget target : rule.targets())
                deliver(event.number(), BusArn.ofRule(space, bus, rule.name()), target);
        for (AwaitRow row : waiting) complete(row, event.number());
    }

    /** Accepts an event that goes to one target only, whatever rules there are. */
    void accept(String id, String text, String source, EventTarget target) {
        deliver(event("", id, text).number(), source, target);
    }

    private EventRow event(String bus, String id, String text) {
        var event = new EventRow(++lastNumber, id, bus, now, text);
        changes.accept(event);
        return event;
    }

    private void deliver(long event, String source, EventTarget target) {
        deliver(event, source, target.arn(), EventCodec.text(target));
    }

    private void deliver(long event, String source, String targetArn, String target) {
        changes.put(new DeliveryRow(++lastNumber, event, source, targetArn, target, 0, now, null, null));
    }

    /** Sends an event that is here already to another target, such as a dead-letter queue: the way it was sent last. */
    void forward(DeliveryRow from, EventTarget target) {
        String text = EventCodec.text(target);
        String whole = EventCodec.changed(from.target())
                .map(event -> EventCodec.changed(text, event))
                .orElse(text);
        deliver(from.event(), from.source(), target.arn(), whole);
    }

    /** A dead letter is forgotten. */
    void drop(DeliveryRow dead) {
        changes.delivered(dead.number());
        dropped++;
    }

    /** A person decides what becomes of a dead letter. */
    void decide(DeliveryRow dead, DecisionRow.Kind kind, String who, String why) {
        changes.decide(DecisionRow.ofDeadLetter(dead, kind, who, why, now));
    }

    /** A task begins to wait. */
    void await(AwaitRow row) {
        awaits.add(row);
        changes.await(row);
    }

    /** A task gets an event, and waits no longer. */
    void complete(AwaitRow row, long event) {
        forget(row.key());
        changes.take(new AwaitRow.Taken(event, row.executionId(), row.state()));
        deliver(event, row.executionArn(), AwaitReceiver.target(row.token()));
    }

    /** A task waits no longer. */
    void forget(AwaitRow.Key key) {
        awaits.remove(key);
        changes.awaited(key);
    }
}
