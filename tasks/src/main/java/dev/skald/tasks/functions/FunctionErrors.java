package dev.skald.tasks.functions;

import dev.skald.core.Effect;
import dev.skald.engine.task.FunctionResult.Raised;
import dev.skald.tasks.FunctionError;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The errors that Lambda itself makes of how a function ended, in the words of the real service. */
final class FunctionErrors {
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

    /**
     * An error as the function's runtime formed it.
     *
     * @param headerType what the runtime names it beside the payload: an error of the handler's own that ended the process is
     *     {@code Runtime.UncaughtException} there
     */
    static Raised failed(@Nullable String headerType, String payload) {
        String type = type(headerType, payload);
        boolean crashed = headerType != null && FunctionError.effect(headerType) == Effect.UNCERTAIN;
        return new Raised(type, payload, crashed ? Effect.UNCERTAIN : FunctionError.effect(type));
    }

    /** An error, as the runtime formed it, that kept the function from getting ready. */
    static Raised notReady(@Nullable String headerType, String payload) {
        return new Raised(type(headerType, payload), payload, Effect.NONE);
    }

    private static @Nullable String type(@Nullable String headerType, String payload) {
        String type = FunctionError.type(payload);
        return type == null ? headerType : type;
    }

    private static Raised raised(String type, String message, Effect effect) {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.put("errorType", type);
        error.put("errorMessage", message);
        return new Raised(type, error.toString(), effect);
    }
}
