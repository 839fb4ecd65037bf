package dev.skald.engine.items;

/** The items cannot be read: the Map state fails with this error. */
public final class ItemReaderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String error;

    /**
     * @param error the AWS error name: {@code States.ItemReaderFailed}, for a wrong value {@code States.Runtime}
     * @param cause AWS's text
     */
    public ItemReaderException(String error, String cause) {
        super(cause, null, false, false);
        this.error = error;
    }

    /** {@code States.ItemReaderFailed}. */
    public static ItemReaderException failed(String cause) {
        return new ItemReaderException("States.ItemReaderFailed", cause);
    }

    /** The AWS error name. */
    public String error() {
        return error;
    }

    /** AWS's text. */
    public String cause() {
        return String.valueOf(getMessage());
    }
}
