package dev.skald.tasks.events;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where an event or a schedule leads.
 *
 * @param id unique within its rule
 * @param arn a state machine (also with version or alias), a function, or another bus
 * @param input what the target gets of the event
 * @param retry how long a target that fails is tried again
 */
public record EventTarget(String id, String arn, Input input, Retry retry) {

    /** What a target gets. */
    public sealed interface Input {
        /** The whole event. */
        record Event() implements Input {}

        /** The same whatever the event is; {@code json} as it stands. */
        record Constant(String json) implements Input {}

        /** The part of the event that a JSONPath selects. */
        record Part(String path) implements Input {}

        /**
         * A template with {@code <name>} in it.
         *
         * @param paths the JSONPath of each name
         */
        record Transformer(Map<String, String> paths, String template) implements Input {
            public Transformer {
                paths = Map.copyOf(paths);
            }
        }
    }

    /**
     * @param attempts how often beyond the first time, 0 to 185
     * @param age how old an event may be to be tried again, 60 s to 24 h
     * @param deadLetterArn the queue that is named for what fails for good; null means Skald's own list only
     */
    public record Retry(
            int attempts, Duration age, @Nullable String deadLetterArn) {
        /** EventBridge's own: 185 attempts in 24 hours. */
        public static final Retry DEFAULT = new Retry(185, Duration.ofHours(24), null);
    }
}
