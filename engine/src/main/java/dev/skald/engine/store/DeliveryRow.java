package dev.skald.engine.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way to one target.
 *
 * @param number its place among all that the {@link EventStore} numbers
 * @param event the number of the event
 * @param source what sent it there: the ARN of a rule or schedule, or of the execution that waits
 * @param target the whole target, as JSON text: a later change of the rule does not change it; with what a person has changed
 * @param attempts how often it was tried
 * @param dueAt when it is tried next
 * @param error why the last attempt failed; null before it
 * @param deadAt since when it is given up, and a dead letter; null while it is tried
 */
public record DeliveryRow(
        long number,
        long event,
        String source,
        String targetArn,
        String target,
        int attempts,
        Instant dueAt,
        @Nullable String error,
        @Nullable Instant deadAt) {

    /** The same after an attempt that failed. */
    public DeliveryRow failed(String why, Instant nextAt) {
        return new DeliveryRow(number, event, source, targetArn, target, attempts + 1, nextAt, why, null);
    }

    /** The same, given up. */
    public DeliveryRow dead(String why, Instant at) {
        return new DeliveryRow(number, event, source, targetArn, target, attempts + 1, at, why, at);
    }

    /**
     * The same, to be tried from the beginning.
     *
     * @param changed the target from now on
     */
    public DeliveryRow replayed(String changed, Instant at) {
        return new DeliveryRow(number, event, source, targetArn, changed, 0, at, error, null);
    }
}
