package dev.skald.tasks.functions.bootstrap;

/** An error with a type of the platform's own, such as {@code Runtime.BadFunctionCode}. */
final class HandlerFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String errorType;

    HandlerFault(String errorType, String message, Throwable cause) {
        super(message, cause);
        this.errorType = errorType;
    }

    HandlerFault(String errorType, String message) {
        super(message);
        this.errorType = errorType;
    }

    String errorType() {
        return errorType;
    }
}
