package dev.skald.engine.store;

import java.util.ArrayList;
import java.util.List;

/** What changes in an {@link EventStore} at once. Collected by one thread; applied as a whole, or not at all. */
public final class EventChanges {
    private final List<EventRow> accepted = new ArrayList<>();
    private final List<DeliveryRow> deliveries = new ArrayList<>();
    private final List<Long> delivered = new ArrayList<>();
    private final List<AwaitRow> awaits = new ArrayList<>();
    private final List<AwaitRow.Key> awaited = new ArrayList<>();
    private final List<AwaitRow.Taken> taken = new ArrayList<>();
    private final List<ScheduleRow> schedules = new ArrayList<>();
    private final List<Long> statusChanges = new ArrayList<>();
    private final List<DecisionRow> decisions = new ArrayList<>();

    /** An event is accepted. */
    public void accept(EventRow event) {
        accepted.add(event);
    }

    /** A delivery begins, or is replaced by its number. */
    public void put(DeliveryRow delivery) {
        deliveries.add(delivery);
    }

    /** A delivery is over. */
    public void delivered(long number) {
        delivered.add(number);
    }

    /** A task begins to wait. */
    public void await(AwaitRow row) {
        awaits.add(row);
    }

    /** A task no longer waits. */
    public void awaited(AwaitRow.Key key) {
        awaited.add(key);
    }

    public void take(AwaitRow.Taken event) {
        taken.add(event);
    }

    /** A schedule has come so far; replaced by its name. */
    public void put(ScheduleRow schedule) {
        schedules.add(schedule);
    }

    /** The event of a change of status is accepted. */
    public void statusChanged(long number) {
        statusChanges.add(number);
    }

    /** A person has decided what becomes of a dead letter. */
    public void decide(DecisionRow decision) {
        decisions.add(decision);
    }

    public List<EventRow> accepted() {
        return accepted;
    }

    public List<DeliveryRow> deliveries() {
        return deliveries;
    }

    public List<Long> delivered() {
        return delivered;
    }

    public List<AwaitRow> awaits() {
        return awaits;
    }

    public List<AwaitRow.Key> awaited() {
        return awaited;
    }

    public List<AwaitRow.Taken> taken() {
        return taken;
    }

    public List<ScheduleRow> schedules() {
        return schedules;
    }

    public List<Long> statusChanges() {
        return statusChanges;
    }

    public List<DecisionRow> decisions() {
        return decisions;
    }

    /** Whether there is nothing to apply. */
    public boolean isEmpty() {
        return accepted.isEmpty()
                && deliveries.isEmpty()
                && delivered.isEmpty()
                && awaits.isEmpty()
                && awaited.isEmpty()
                && taken.isEmpty()
                && schedules.isEmpty()
                && statusChanges.isEmpty()
                && decisions.isEmpty();
    }

    /** The highest number in it, 0 when it has none. */
    public long lastNumber() {
        long last = 0;
        for (EventRow event : accepted) last = Math.max(last, event.number());
        for (DeliveryRow delivery : deliveries) last = Math.max(last, delivery.number());
        return last;
    }
}
