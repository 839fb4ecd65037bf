package dev.skald.tasks.events;

import java.time.Instant;

/**
 * An event that one target did not get, and that is given up.
 *
 * @param number its handle
 * @param event the whole event, as JSON text
 * @param source the ARN of the rule or schedule that sent it
 * @param attempts how often it was tried
 * @param error why the last attempt failed
 */
public record DeadLetter(
        long number,
        String eventId,
        String event,
        String source,
        String targetArn,
        int attempts,
        String error,
        Instant since) {}
