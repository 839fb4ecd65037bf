package dev.skald.deploy;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A state machine of a project.
 *
 * @param name as in its ARN
 * @param type {@code STANDARD} or {@code EXPRESS}
 * @param definition the Amazon States Language as JSON text, with every name resolved
 * @param loggingConfiguration as the API takes it, JSON text; null when there is none
 */
public record Machine(
        String name,
        String type,
        String definition,
        @Nullable String loggingConfiguration,
        Map<String, String> tags) {
    public Machine {
        tags = Map.copyOf(tags);
    }
}
