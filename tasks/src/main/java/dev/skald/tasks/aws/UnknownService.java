package dev.skald.tasks.aws;

/** There is no client for a service, or its client has no such action. The message says what to do about it. */
final class UnknownService extends Exception {
    private static final long serialVersionUID = 1L;

    UnknownService(String message) {
        super(message, null, false, false);
    }
}
