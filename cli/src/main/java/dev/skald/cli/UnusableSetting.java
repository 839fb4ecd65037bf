package dev.skald.cli;

/**
 * Settings that the server refuses: listening beyond loopback without a token file, a token file without a secret, a
 * file for execution logs that cannot be written.
 */
final class UnusableSetting extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnusableSetting(IllegalArgumentException why) {
        super(why);
    }

    String message() {
        Throwable why = getCause();
        return why == null || why.getMessage() == null ? "a setting cannot be used" : why.getMessage();
    }
}
