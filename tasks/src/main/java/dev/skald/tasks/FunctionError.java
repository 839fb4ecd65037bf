package dev.skald.tasks;

import dev.skald.core.Effect;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the error of a function tells: its type, and what is known of the function's effect. */
public final class FunctionError {
    /**
     * Errors of the platform, not of the handler: it was cut off, or had done its work when the result turned out to be none. What
     * it had done by then, nobody knows.
     */
    private static final Set<String> UNDECIDED = Set.of(
            "Sandbox.Timedout",
            "Function.ResponseSizeTooLarge",
            "Runtime.ExitError",
            "Runtime.JSONStringifyError",
            "Runtime.MarshalError",
            "Runtime.NodeJsExit",
            "Runtime.OutOfMemory",
            "Runtime.UncaughtException",
            "Runtime.UnhandledPromiseRejection",
            "Runtime.Unknown");

    private FunctionError() {}

    /** The {@code errorType} of an error payload; null when it has none, or is no JSON. */
    public static @Nullable String type(String payload) {
        try {
            JsonNode type = JsonMapper.shared().readTree(payload).path("errorType");
            return type.isString() ? type.stringValue() : null;
        } catch (JacksonException noJson) {
            return null;
        }
    }

    /** REPORTED where the handler says that it failed; UNCERTAIN where the platform does, or nobody says what failed. */
    public static Effect effect(@Nullable String type) {
        return type == null || UNDECIDED.contains(type) ? Effect.UNCERTAIN : Effect.REPORTED;
    }
}
