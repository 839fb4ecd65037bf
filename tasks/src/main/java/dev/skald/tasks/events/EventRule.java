package dev.skald.tasks.events;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule of an event bus: which events go to which targets.
 *
 * @param name unique within its bus
 * @param bus the name of the bus, {@code default} unless the project has its own
 * @param pattern the EventBridge pattern, as JSON text
 */
public record EventRule(
        String name,
        String bus,
        String pattern,
        boolean enabled,
        @Nullable String description,
        List<EventTarget> targets) {
    public static final String DEFAULT_BUS = "default";

    public EventRule {
        targets = List.copyOf(targets);
    }
}
