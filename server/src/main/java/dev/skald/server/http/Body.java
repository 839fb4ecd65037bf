package dev.skald.server.http;

import java.io.IOException;

/** The body of a request, read when it is asked for: who is turned away at the door costs no reading. */
@FunctionalInterface
public interface Body {
    /**
     * Reads the whole body; a second call gives the same bytes.
     *
     * @throws BodyTooLarge when it has more bytes than the listener accepts
     * @throws IOException when the client went away, or sent too slowly
     */
    byte[] bytes() throws IOException;

    /**
     * As {@link #bytes()}, with a limit of its own, which may be above the listener's.
     *
     * @throws BodyTooLarge when it has more bytes than that
     */
    default byte[] bytes(int bytesMax) throws IOException {
        byte[] all = bytes();
        if (all.length > bytesMax) throw new BodyTooLarge(bytesMax);
        return all;
    }
}
