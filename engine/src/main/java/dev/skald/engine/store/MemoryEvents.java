package dev.skald.engine.store;

import dev.skald.asl.MachineType;
import dev.skald.core.Status;
import dev.skald.engine.store.EventDefinitionRow.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The events in a {@link MemoryStore}. */
final class MemoryEvents implements EventStore {
    private final Map<Name, EventDefinitionRow> definitions = new TreeMap<>(
            Comparator.comparing(Name::kind).thenComparing(Name::bus).thenComparing(Name::name));
    private final NavigableMap<Long, EventRow> events = new TreeMap<>();
    private final NavigableMap<Long, DeliveryRow> deliveries = new TreeMap<>();
    private final NavigableMap<AwaitRow.Key, AwaitRow> awaits = new TreeMap<>(
            Comparator.comparingLong(AwaitRow.Key::executionId).thenComparingLong(AwaitRow.Key::sequence));
    private final Set<AwaitRow.Taken> taken = new HashSet<>();
    private final Map<String, ScheduleRow> schedules = new TreeMap<>();
    private final NavigableMap<Long, StatusChangeRow> statusChanges = new TreeMap<>();
    private final MemoryDecisions decisions;
    private long lastNumber;
    private long lastStatusChange;
    private boolean recordsStatusChanges;

    MemoryEvents(MemoryDecisions decisions) {
        this.decisions = decisions;
    }

    private record Name(Kind kind, String bus, String name) {}

    @Override
    public synchronized void apply(EventChanges changes) {
        changes.accepted().forEach(event -> events.put(event.number(), event));
        changes.deliveries().forEach(delivery -> deliveries.put(delivery.number(), delivery));
        changes.delivered().forEach(deliveries::remove);
        changes.awaits().forEach(row -> awaits.put(row.key(), row));
        changes.awaited().forEach(awaits::remove);
        taken.addAll(changes.taken());
        changes.schedules().forEach(schedule -> schedules.put(schedule.name(), schedule));
        changes.statusChanges().forEach(statusChanges::remove);
        decisions.add(null, changes.decisions());
        lastNumber = Math.max(lastNumber, changes.lastNumber());
    }

    @Override
    public synchronized long lastNumber() {
        return lastNumber;
    }

    // What is defined.

    @Override
    public synchronized void define(String application, List<EventDefinitionRow> defined) {
        definitions.values().removeIf(row -> row.application().equals(application));
        for (EventDefinitionRow row : defined) definitions.put(new Name(row.kind(), row.bus(), row.name()), row);
        Set<String> left = definitions.keySet().stream()
                .filter(name -> name.kind == Kind.SCHEDULE)
                .map(Name::name)
                .collect(Collectors.toSet());
        schedules.keySet().retainAll(left);
    }

    @Override
    public synchronized List<EventDefinitionRow> definitions() {
        return List.copyOf(definitions.values());
    }

    // Events and deliveries.

    @Override
    public synchronized Optional<EventRow> event(long number) {
        return Optional.ofNullable(events.get(number));
    }

    @Override
    public synchronized List<EventRow> events(String bus, Instant since, long afterNumber, int limit) {
        return events.tailMap(afterNumber, false).values().stream()
                .filter(event -> event.bus().equals(bus) && !event.acceptedAt().isBefore(since))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized Optional<Instant> oldestEvent() {
        return events.values().stream().map(EventRow::acceptedAt).min(Comparator.naturalOrder());
    }

    @Override
    public synchronized List<DeliveryRow> due(Instant at, Set<String> exceptTargets, int limit) {
        return deliveries.values().stream()
                .filter(delivery ->
                        delivery.deadAt() == null && !delivery.dueAt().isAfter(at))
                .filter(delivery -> !exceptTargets.contains(delivery.targetArn()))
                .sorted(Comparator.comparing(DeliveryRow::dueAt).thenComparingLong(DeliveryRow::number))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized Optional<Instant> nextDue(Instant after) {
        return deliveries.values().stream()
                .filter(delivery ->
                        delivery.deadAt() == null && delivery.dueAt().isAfter(after))
                .map(DeliveryRow::dueAt)
                .min(Comparator.naturalOrder());
    }

    @Override
    public synchronized long pendingDeliveries() {
        return deliveries.values().stream()
                .filter(delivery -> delivery.deadAt() == null)
                .count();
    }

    @Override
    public synchronized Optional<DeliveryRow> delivery(long number) {
        return Optional.ofNullable(deliveries.get(number));
    }

    @Override
    public synchronized List<DeliveryRow> deadLetters(long afterNumber, int limit) {
        return deliveries.tailMap(afterNumber, false).values().stream()
                .filter(delivery -> delivery.deadAt() != null)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized int prune(Instant acceptedBefore, Instant deadBefore, int limit) {
        List<DeliveryRow> dead = deliveries.values().stream()
                .filter(delivery ->
                        delivery.deadAt() != null && delivery.deadAt().isBefore(deadBefore))
                .limit(limit)
                .toList();
        dead.forEach(delivery -> deliveries.remove(delivery.number()));
        Set<Long> wanted = deliveries.values().stream().map(DeliveryRow::event).collect(Collectors.toSet());
        List<EventRow> old = events.values().stream()
                .filter(event -> event.acceptedAt().isBefore(acceptedBefore) && !wanted.contains(event.number()))
                .limit(limit)
                .toList();
        old.forEach(event -> events.remove(event.number()));
        taken.removeIf(event -> !events.containsKey(event.event()));
        return dead.size() + old.size() + decisions.prune(deadBefore, limit);
    }

    // Who waits.

    @Override
    public synchronized List<AwaitRow> awaits(AwaitRow.Key after, int limit) {
        return awaits.tailMap(after, false).values().stream().limit(limit).toList();
    }

    @Override
    public synchronized boolean taken(AwaitRow.Taken event) {
        return taken.contains(event);
    }

    // Schedules.

    @Override
    public synchronized List<ScheduleRow> schedules() {
        return List.copyOf(schedules.values());
    }

    // Changes of status.

    @Override
    public synchronized void recordStatusChanges(boolean wanted) {
        recordsStatusChanges = wanted;
    }

    @Override
    public synchronized boolean recordsStatusChanges() {
        return recordsStatusChanges;
    }

    @Override
    public synchronized List<StatusChangeRow> statusChanges(int limit) {
        return new ArrayList<>(statusChanges.values().stream().limit(limit).toList());
    }

    /** An append to an execution is stored. */
    synchronized void appended(ExecutionRow execution, Append append) {
        if (!recordsStatusChanges || execution.type() != MachineType.STANDARD) return;
        for (Status status : StatusChangeRow.statuses(append.change())) {
            lastStatusChange++;
            statusChanges.put(
                    lastStatusChange,
                    new StatusChangeRow(lastStatusChange, execution.id(), status, append.lastSequence()));
        }
    }
}
