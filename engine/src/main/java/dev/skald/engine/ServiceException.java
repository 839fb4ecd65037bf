package dev.skald.engine;

/** A request that Skald refuses, under the error code that AWS gives it, such as {@code ExecutionAlreadyExists}. */
public final class ServiceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    /**
     * @param code AWS's error code, without a namespace
     * @param message AWS's text
     */
    public ServiceException(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    public String code() {
        return code;
    }

    public String message() {
        return String.valueOf(getMessage());
    }
}
