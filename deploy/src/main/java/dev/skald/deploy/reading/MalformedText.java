package dev.skald.deploy.reading;

/** A text that is not what its file's name says. */
final class MalformedText extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;

    MalformedText(int line, String message) {
        super(message, null, false, false);
        this.line = line;
    }

    int line() {
        return line;
    }

    String message() {
        return String.valueOf(getMessage());
    }
}
