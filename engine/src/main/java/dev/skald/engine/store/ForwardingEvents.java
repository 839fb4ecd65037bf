package dev.skald.engine.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Events that are kept by another store: for who changes a part of what it does. */
public interface ForwardingEvents extends EventStore {
    /** Who keeps them. */
    EventStore target();

    @Override
    default void apply(EventChanges changes) {
        target().apply(changes);
    }

    @Override
    default long lastNumber() {
        return target().lastNumber();
    }

    @Override
    default void define(String application, List<EventDefinitionRow> definitions) {
        target().define(application, definitions);
    }

    @Override
    default List<EventDefinitionRow> definitions() {
        return target().definitions();
    }

    @Override
    default Optional<EventRow> event(long number) {
        return target().event(number);
    }

    @Override
    default List<EventRow> events(String bus, Instant since, long afterNumber, int limit) {
        return target().events(bus, since, afterNumber, limit);
    }

    @Override
    default Optional<Instant> oldestEvent() {
        return target().oldestEvent();
    }

    @Override
    default List<DeliveryRow> due(Instant at, Set<String> exceptTargets, int limit) {
        return target().due(at, exceptTargets, limit);
    }

    @Override
    default Optional<Instant> nextDue(Instant after) {
        return target().nextDue(after);
    }

    @Override
    default long pendingDeliveries() {
        return target().pendingDeliveries();
    }

    @Override
    default Optional<DeliveryRow> delivery(long number) {
        return target().delivery(number);
    }

    @Override
    default List<DeliveryRow> deadLetters(long afterNumber, int limit) {
        return target().deadLetters(afterNumber, limit);
    }

    @Override
    default int prune(Instant acceptedBefore, Instant deadBefore, int limit) {
        return target().prune(acceptedBefore, deadBefore, limit);
    }

    @Override
    default List<AwaitRow> awaits(AwaitRow.Key after, int limit) {
        return target().awaits(after, limit);
    }

    @Override
    default boolean taken(AwaitRow.Taken event) {
        return target().taken(event);
    }

    @Override
    default List<ScheduleRow> schedules() {
        return target().schedules();
    }

    @Override
    default void recordStatusChanges(boolean wanted) {
        target().recordStatusChanges(wanted);
    }

    @Override
    default boolean recordsStatusChanges() {
        return target().recordsStatusChanges();
    }

    @Override
    default List<StatusChangeRow> statusChanges(int limit) {
        return target().statusChanges(limit);
    }
}
