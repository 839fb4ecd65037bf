package dev.skald.asl;

import org.jspecify.annotations.Nullable;

/** A field that could not be evaluated. The interpreter turns it into the failure of the state, or of the execution. */
public final class EvaluationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String error;
    private final @Nullable String location;

    /**
     * @param error the AWS error name, such as {@link ErrorName#RUNTIME}
     * @param message AWS's text without the leading "An error occurred while executing the state ..."
     */
    public EvaluationException(String error, String message) {
        this(error, message, null);
    }

    /**
     * @param location the JSONata field that failed, such as {@code Arguments/Items}: history then gets an {@code
     *     EvaluationFailed} event; null for JSONPath
     */
    public EvaluationException(String error, String message, @Nullable String location) {
        super(message, null, false, false);
        this.error = error;
        this.location = location;
    }

    /** The JSONata field that failed; null for JSONPath. */
    public @Nullable String location() {
        return location;
    }

    /** The AWS error name. {@code States.Runtime} can be neither retried nor caught. */
    public String error() {
        return error;
    }

    /** AWS's text for the cause. */
    public String message() {
        return String.valueOf(getMessage());
    }
}
