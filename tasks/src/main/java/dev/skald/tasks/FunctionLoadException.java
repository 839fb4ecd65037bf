package dev.skald.tasks;

/** A function in Java that cannot be used: its class path, its class or its sources are at fault. Says which, and why. */
public final class FunctionLoadException extends Exception {
    private static final long serialVersionUID = 1L;

    FunctionLoadException(String message) {
        super(message);
    }

    FunctionLoadException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The text for the person who wrote the function. */
    public String message() {
        return String.valueOf(getMessage());
    }
}
