package dev.skald.server.api;

import dev.skald.server.http.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** {@code /api/v1/openapi.json}: what this API has, for programs to read. */
final class OpenApi {
    private static final String PATH = "openapi.json";

    private final byte[] document = read();

    /** Whether a path asks for it. */
    static boolean isAt(String[] path) {
        return path.length == 1 && path[0].equals(PATH);
    }

    Answer answer() {
        return Answer.json(200, document);
    }

    private static byte[] read() {
        try (InputStream in = OpenApi.class.getResourceAsStream(PATH)) {
            if (in == null) throw new IllegalStateException("no " + PATH + " beside " + OpenApi.class.getName());
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
