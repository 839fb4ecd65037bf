package dev.skald.server.templates;

/** A template that is none, that asked for what it cannot have, or that did too much. The message is for its author. */
public final class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TemplateException(String message) {
        super(message, null, false, false);
    }

    /** The text to show. */
    public String message() {
        return String.valueOf(getMessage());
    }
}
