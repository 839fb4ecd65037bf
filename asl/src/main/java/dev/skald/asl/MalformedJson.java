package dev.skald.asl;

/** Text that is not one JSON value. The message is Jackson's, which AWS prints too. */
public final class MalformedJson extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedJson(String message) {
        super(message, null, false, false);
    }

    /** What is wrong, such as "Unrecognized token 'not': was expecting ...". */
    public String message() {
        return String.valueOf(getMessage());
    }
}
