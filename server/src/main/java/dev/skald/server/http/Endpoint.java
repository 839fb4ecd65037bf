package dev.skald.server.http;

import java.io.IOException;

/** What answers requests. Called on a virtual thread per request; may block. */
@FunctionalInterface
public interface Endpoint {
    /**
     * Answers a request, whatever comes of it.
     *
     * @throws IOException when the request's body could not be read
     * @throws InterruptedException when the server stops while the request waits
     */
    Answer answer(Request request) throws IOException, InterruptedException;
}
