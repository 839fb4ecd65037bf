package dev.skald.participant;

/** A call comes after its undo: nobody waits for it any more. Nothing was done. */
public final class UndoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UndoneException(String key) {
        super("The call with the key '" + key + "' has been undone: it came too late.");
    }
}
