package dev.skald.tasks.events;

import dev.skald.asl.Payload;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * One attempt to hand an event to a target.
 *
 * @param eventId the id of the event
 * @param source the ARN of the rule or schedule that sent it there
 * @param target where it goes
 * @param input what the target gets
 * @param attempts how many attempts went before
 */
public record Delivery(String eventId, String source, EventTarget target, Payload input, int attempts) {
    /** The same for all attempts to hand this event to this target of this rule: what makes a target idempotent. */
    public String key() {
        String seed = source + '\n' + target.id();
        return eventId + "_" + UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8));
    }
}
