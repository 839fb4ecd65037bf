package dev.skald.engine.items;

/** The results cannot be written: the Map state fails with this error. */
public final class ResultWriterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String error;

    /**
     * @param error the AWS error name: {@code States.ResultWriterFailed}
     * @param cause AWS's text
     */
    public ResultWriterException(String error, String cause) {
        super(cause, null, false, false);
        this.error = error;
    }

    /** {@code States.ResultWriterFailed}. */
    public static ResultWriterException failed(String cause) {
        return new ResultWriterException("States.ResultWriterFailed", cause);
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
