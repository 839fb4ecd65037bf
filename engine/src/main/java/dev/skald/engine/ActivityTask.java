package dev.skald.engine;

import dev.skald.asl.Payload;

/**
 * A task that a worker took from an activity.
 *
 * @param taskToken ends it: {@link Skald#completeTask}, {@link Skald#failTask}, {@link Skald#heartbeat}
 */
public record ActivityTask(String taskToken, Payload input) {}
