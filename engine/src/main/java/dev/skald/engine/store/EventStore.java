package dev.skald.engine.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The part of a {@link Store} that keeps events: what is defined, what was accepted, what is on its way to its targets, who
 * waits. Written and read as the store itself: writes come from the engine's one writer.
 *
 * <p>Events and deliveries are numbered together, by who writes them, and no number is used twice.
 */
public interface EventStore {
    /** Stores all changes in one durable transaction. */
    void apply(EventChanges changes);

    /** The highest number ever given to an event or a delivery; 0 before the first. */
    long lastNumber();

    // What is defined.

    /** Replaces all definitions of an application by these, at once. What has their kind, bus and name is replaced too. */
    void define(String application, List<EventDefinitionRow> definitions);

    /** By ascending kind, bus and name. */
    List<EventDefinitionRow> definitions();

    // Events and deliveries.

    Optional<EventRow> event(long number);

    /** Events of a bus that were accepted at an instant or later, by ascending number, after a number. */
    List<EventRow> events(String bus, Instant since, long afterNumber, int limit);

    /** When the oldest event was accepted; empty when there is none. */
    Optional<Instant> oldestEvent();

    /**
     * Deliveries to try that are due, the earliest first.
     *
     * @param exceptTargets the ARNs of targets that have enough to do
     */
    List<DeliveryRow> due(Instant at, Set<String> exceptTargets, int limit);

    /** When the next delivery after an instant is due. */
    Optional<Instant> nextDue(Instant after);

    /** How many deliveries are to be tried, now or later. */
    long pendingDeliveries();

    Optional<DeliveryRow> delivery(long number);

    /** Deliveries that were given up, by ascending number, after a number. */
    List<DeliveryRow> deadLetters(long afterNumber, int limit);

    /**
     * Deletes what is old, at most so many of each: dead letters, and what was decided of them; events that are on no way
     * any more and no dead letters.
     *
     * @return how many rows are gone
     */
    int prune(Instant acceptedBefore, Instant deadBefore, int limit);

    // Who waits.

    /** By ascending key, after a key. */
    List<AwaitRow> awaits(AwaitRow.Key after, int limit);

    /** Whether an event was given to a state before. */
    boolean taken(AwaitRow.Taken event);

    // Schedules.

    List<ScheduleRow> schedules();

    // Changes of status.

    /** From now on, and after a restart, changes of status are written down with the appends that bring them, or not. */
    void recordStatusChanges(boolean wanted);

    boolean recordsStatusChanges();

    /** By ascending number; they stay until {@link EventChanges#statusChanged}. */
    List<StatusChangeRow> statusChanges(int limit);
}
