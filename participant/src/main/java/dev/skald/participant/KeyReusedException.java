package dev.skald.participant;

/** A key comes again with other arguments: two calls that are not the same have one key. Nothing was done. */
public final class KeyReusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KeyReusedException(String key) {
        super("The key '" + key + "' was used before with other arguments.");
    }
}
