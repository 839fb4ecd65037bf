package dev.skald.engine.objects;

/** The store refuses a request, or fails. */
public final class ObjectStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int NOT_FOUND = 404;
    private static final int BAD_REQUEST = 400;
    private static final int INTERNAL = 500;

    private final String code;
    private final int status;

    /**
     * @param code S3's error code, such as {@code NoSuchKey}
     * @param message S3's text
     * @param status the HTTP status that S3 answers with it
     */
    public ObjectStoreException(String code, String message, int status) {
        super(message, null, false, false);
        this.code = code;
        this.status = status;
    }

    static ObjectStoreException noSuchBucket() {
        return new ObjectStoreException("NoSuchBucket", "The specified bucket does not exist", NOT_FOUND);
    }

    static ObjectStoreException noSuchKey() {
        return new ObjectStoreException("NoSuchKey", "The specified key does not exist.", NOT_FOUND);
    }

    static ObjectStoreException noSuchVersion() {
        return new ObjectStoreException("NoSuchVersion", "The specified version does not exist.", NOT_FOUND);
    }

    static ObjectStoreException invalid(String code, String message) {
        return new ObjectStoreException(code, message, BAD_REQUEST);
    }

    static ObjectStoreException failed(Exception reason) {
        return new ObjectStoreException("InternalError", String.valueOf(reason), INTERNAL);
    }

    /** S3's error code. */
    public String code() {
        return code;
    }

    /** The HTTP status that S3 answers with it. */
    public int status() {
        return status;
    }

    /** The text in the form that AWS's SDK prints it. A store without requests has no request ids to name. */
    public String cause() {
        return getMessage() + " (Service: S3, Status Code: " + status + ")";
    }
}
