package dev.skald.asl;

import java.time.Instant;

/**
 * {@code "Type": "Wait"}: waits until an instant.
 *
 * @param dueAt all four forms ({@code Seconds}, {@code SecondsPath}, {@code Timestamp}, {@code TimestampPath}), evaluated
 *     with {@code scope.input} = effective input; may lie in the past, which is no wait
 */
public record WaitState(String name, DataFlow flow, Expression<Instant> dueAt, Next next) implements State {}
