package dev.skald.cli.executions;

/** A server that listens but does not answer as a Skald server does. */
public final class EndpointException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EndpointException(String message) {
        super(message, null, false, false);
    }

    public String message() {
        return String.valueOf(getMessage());
    }
}
