package dev.skald.tasks.functions;

/** A function that cannot be started as it is: says which part of its definition is at fault, and what would help. */
final class UnusableFunction extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableFunction(String message) {
        super(message);
    }

    UnusableFunction(String message, Throwable cause) {
        super(message, cause);
    }

    String message() {
        return String.valueOf(getMessage());
    }
}
