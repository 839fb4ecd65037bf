package dev.skald.server.http;

import java.io.IOException;

/** What writes an answer part by part, for as long as it takes. Runs on the request's virtual thread; may block. */
@FunctionalInterface
public interface Stream {
    /** Where the parts go. */
    @FunctionalInterface
    interface Out {
        /**
         * Sends some bytes at once.
         *
         * @throws IOException when the client has gone, or takes nothing any more
         */
        void write(byte[] part) throws IOException;
    }

    /**
     * Writes the parts; the answer ends with it.
     *
     * @throws IOException when the client has gone
     * @throws InterruptedException when the server stops
     */
    void run(Out out) throws IOException, InterruptedException;
}
