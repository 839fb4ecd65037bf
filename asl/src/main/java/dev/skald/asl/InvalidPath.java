package dev.skald.asl;

/** Text that is no JSONPath, or one beyond Skald's limits. */
final class InvalidPath extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidPath(String message) {
        super(message, null, false, false);
    }
}
