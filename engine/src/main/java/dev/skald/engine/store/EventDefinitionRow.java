package dev.skald.engine.store;

/**
 * Something that an event bus is told to do.
 *
 * @param application to whose definitions it belongs; empty for what was made by an API call
 * @param bus of a rule; empty for others
 * @param name unique among the definitions of its kind and bus
 * @param text all else, as JSON text
 */
public record EventDefinitionRow(String application, Kind kind, String bus, String name, String text) {
    /** What is defined. */
    public enum Kind {
        BUS,
        RULE,
        SCHEDULE
    }
}
