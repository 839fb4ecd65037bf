package dev.skald.deploy.reading;

/** A text that is not what its file's name says. */
public final class MalformedText extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;

    MalformedText(int line, String message) {
        super(message, null, false, false);
        this.line = line;
    }

    /** From 1; 0 when it is not known. */
    public int line() {
        return line;
    }

    public String message() {
        return String.valueOf(getMessage());
    }
}
