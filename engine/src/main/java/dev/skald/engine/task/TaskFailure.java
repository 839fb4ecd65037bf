package dev.skald.engine.task;

import dev.skald.core.Effect;
import org.jspecify.annotations.Nullable;

/** Thrown by a handler to fail its attempt under a name of its own. */
public final class TaskFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final String error;
    private final Effect effect;

    /**
     * A failure that the participant reports.
     *
     * @param error the error name that {@code Retry} and {@code Catch} match
     * @param cause what went wrong; in the state's {@code Cause} it is the {@code errorMessage} of a JSON object, as with
     *     a Java function on AWS Lambda
     */
    public TaskFailure(String error, @Nullable String cause) {
        this(error, cause, Effect.REPORTED);
    }

    public TaskFailure(String error, @Nullable String cause, Effect effect) {
        super(cause);
        this.error = error;
        this.effect = effect;
    }

    /** The error name that {@code Retry} and {@code Catch} match. */
    public String error() {
        return error;
    }

    public Effect effect() {
        return effect;
    }
}
