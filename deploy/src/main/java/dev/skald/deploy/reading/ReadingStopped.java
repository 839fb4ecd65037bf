package dev.skald.deploy.reading;

/** Thrown where reading cannot go on; what is wrong is in the {@link Reading} already. */
public final class ReadingStopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ReadingStopped(String message) {
        super(message, null, false, false);
    }
}
