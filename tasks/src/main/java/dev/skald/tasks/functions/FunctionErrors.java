package dev.skald.tasks.functions;

import dev.skald.core.Effect;
import dev.skald.engine.task.FunctionResult.Raised;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The errors that Lambda itself makes of how a function ended, in the words of the real service. */
final class FunctionErrors {
    private static final JsonMapper JSON = new JsonMapper();

    /** A process that was killed by a signal ends with this and the signal's number. */
    private static final int SIGNAL_BASE = 128;

    private FunctionErrors() {}

    static Raised timedOut(String requestId, Duration timeout, boolean begun) {
        String seconds = String.format(Locale.ROOT, "%.2f", timeout.toMillis() / 1000.0);
        return raised(
                "Sandbox.Timedout",
                "RequestId: " + requestId + " Error: Task timed out after " + seconds + " seconds",
                begun ? Effect.UNCERTAIN : Effect.NONE);
    }

    static Raised exited(String requestId, int status, boolean begun) {
        return raised(
                "Runtime.ExitError",
                "RequestId: " + requestId + " Error: " + exitReason(status),
                begun ? Effect.UNCERTAIN : Effect.NONE);
    }

    /** What the log and the error say of a process that ended by itself. */
    static String exitReason(int status) {
        if (status == 0) return "Runtime exited without providing a reason";
        if (status > SIGNAL_BASE && status < SIGNAL_BASE + 32)
            return "Runtime exited with error: " + signal(status - SIGNAL_BASE);
        return "Runtime exited with error: exit status " + status;
    }

    private static String signal(int number) {
        return switch (number) {
            case 6 -> "signal: aborted";
            case 9 -> "signal: killed";
            case 11 -> "signal: segmentation fault";
            case 15 -> "signal: terminated";
            default -> "signal: " + number;
        };
    }

    static Raised oversized(int bytesMax) {
        return raised(
                "Function.ResponseSizeTooLarge",
                "Response payload size exceeded maximum allowed payload size (" + bytesMax + " bytes).",
                Effect.UNCERTAIN);
    }

    static Raised unreadable(String why) {
        return raised("Runtime.MarshalError", "Unable to read the function's result: " + why, Effect.UNCERTAIN);
    }

    static Raised unusable(String requestId, String why) {
        return raised("Runtime.InvalidEntrypoint", "RequestId: " + requestId + " Error: " + why, Effect.NONE);
    }

    /** An error as the function's runtime formed it. */
    static Raised posted(@Nullable String headerType, String payload, Effect effect) {
        String type = errorType(payload);
        return new Raised(type == null ? headerType : type, payload, effect);
    }

    private static @Nullable String errorType(String payload) {
        try {
            JsonNode type = JSON.readTree(payload).get("errorType");
            return type != null && type.isString() ? type.stringValue() : null;
        } catch (JacksonException notJson) {
            return null;
        }
    }

    private static Raised raised(String type, String message, Effect effect) {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.put("errorType", type);
        error.put("errorMessage", message);
        return new Raised(type, error.toString(), effect);
    }
}
