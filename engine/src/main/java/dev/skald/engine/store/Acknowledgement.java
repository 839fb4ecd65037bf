package dev.skald.engine.store;

import java.time.Instant;

/**
 * A person knows of the failures of one group; what fails after {@code at} is news again.
 *
 * @param state as in {@link Append.Failure}
 * @param error as in {@link Append.Failure}
 */
public record Acknowledgement(String stateMachineArn, String state, String error, String who, String why, Instant at) {}
