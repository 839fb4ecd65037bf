package dev.skald.tasks.functions.bootstrap;

import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a handler threw, as Lambda's Java runtime writes it. */
final class UserError {
    /** How many causes of causes are written. */
    private static final int CAUSES_MAX = 16;

    private UserError() {}

    /** Without what reflection wraps it in. */
    static Throwable unwrapped(Throwable thrown) {
        Throwable inner = thrown;
        while ((inner instanceof InvocationTargetException || inner instanceof UndeclaredThrowableException)
                && inner.getCause() != null) inner = inner.getCause();
        return inner;
    }

    static byte[] json(String errorType, Throwable failure) {
        return described(errorType, failure, CAUSES_MAX).toString().getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode described(String errorType, Throwable failure, int causesMax) {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.put("errorMessage", failure.getMessage());
        error.put("errorType", errorType);
        ArrayNode stack = error.putArray("stackTrace");
        for (StackTraceElement frame : failure.getStackTrace()) {
            if (isOurs(frame)) break;
            stack.add(frame.toString());
        }
        Throwable cause = failure.getCause();
        if (cause != null && cause != failure && causesMax > 0)
            error.set("cause", described(cause.getClass().getName(), cause, causesMax - 1));
        return error;
    }

    /** Where the handler's own frames end. */
    private static boolean isOurs(StackTraceElement frame) {
        return frame.getClassName().startsWith("jdk.internal.reflect.")
                || frame.getClassName().startsWith(UserError.class.getPackageName() + ".");
    }

    static void print(Throwable failure, PrintStream out) {
        StringBuilder text = new StringBuilder();
        Throwable each = failure;
        for (int i = 0; i < CAUSES_MAX && each != null; i++, each = each.getCause()) {
            text.append(i == 0 ? "" : "Caused by: ").append(each).append('\n');
            for (StackTraceElement frame : each.getStackTrace())
                text.append("\tat ").append(frame).append('\n');
        }
        out.print(text);
        out.flush();
    }
}
