package dev.skald.cli.view;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The cause of a failure in few words: of the JSON that a function wrote, its errorMessage. */
public final class Causes {
    private static final JsonMapper JSON = new JsonMapper();

    private Causes() {}

    /** The first line of what a person wants to know, at most so many characters. */
    public static String shortened(String cause, int lengthMax) {
        String line = message(cause).lines().findFirst().orElse("").strip();
        return line.length() <= lengthMax ? line : line.substring(0, lengthMax - 1) + "…";
    }

    private static String message(String cause) {
        if (!cause.startsWith("{")) return cause;
        try {
            JsonNode message = JSON.readTree(cause).get("errorMessage");
            return message != null && message.isString() ? message.stringValue() : cause;
        } catch (JacksonException notJson) {
            return cause;
        }
    }
}
