package dev.skald.server.http;

import java.io.IOException;

/** A request's body has more bytes than the listener accepts. */
public final class BodyTooLarge extends IOException {
    private static final long serialVersionUID = 1L;

    private final int bytesMax;

    /** @param bytesMax how many bytes are accepted */
    public BodyTooLarge(int bytesMax) {
        super("the request has more than " + bytesMax + " bytes");
        this.bytesMax = bytesMax;
    }

    /** How many bytes are accepted. */
    public int bytesMax() {
        return bytesMax;
    }
}
