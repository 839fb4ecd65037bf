package dev.skald.engine.store;

import java.time.Instant;

/**
 * An event that a bus has accepted.
 *
 * @param number its place among all that the {@link EventStore} numbers
 * @param id as its sender and its targets know it
 * @param bus the name of the bus; empty when it came from none, but from a schedule
 * @param text the whole event, as JSON text
 */
public record EventRow(long number, String id, String bus, Instant acceptedAt, String text) {
    /** The same with another text. */
    public EventRow withText(String changed) {
        return new EventRow(number, id, bus, acceptedAt, changed);
    }
}
