package dev.skald.server.logs;

import dev.skald.server.json.JsonReader;
import tools.jackson.databind.JsonNode;

/**
 * What a state machine's {@code loggingConfiguration} asks for. Its destinations do not count: there is one place for
 * the logs of all machines.
 *
 * @param includeExecutionData whether inputs, outputs and parameters are logged
 */
public record LogConfiguration(LogLevel level, boolean includeExecutionData) {
    /** That of a machine which says nothing. */
    public static final LogConfiguration OFF = new LogConfiguration(LogLevel.OFF, false);

    /** Reads the settings that the catalogue keeps of a machine or a version. */
    static LogConfiguration read(String settings) {
        JsonNode logging = JsonReader.trusted(settings).path("loggingConfiguration");
        return new LogConfiguration(
                LogLevel.valueOf(logging.path("level").asString(LogLevel.OFF.name())),
                logging.path("includeExecutionData").asBoolean(false));
    }
}
