package dev.skald.server.templates;

/** A template asked for the body as JSON, and it is none: the fault of whoever sent it. */
public final class UnreadableBody extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableBody(String reason) {
        super(reason, null, false, false);
    }

    /** Why it is no JSON. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
