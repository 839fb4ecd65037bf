package dev.skald.server.api;

import dev.skald.server.http.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/**
 * What there is for programs to read about this server: {@code /api/v1/openapi.json}, and the JSON Schema of Skald's fields
 * in definitions, {@code /api/v1/schemas/asl-saga.schema.json}.
 */
final class Documents {
    private final Map<String, byte[]> documents =
            Map.of("openapi.json", read("openapi.json"), "schemas/asl-saga.schema.json", read("asl-saga.schema.json"));

    /** The document at a path, if there is one. */
    Optional<Answer> at(String[] path) {
        return Optional.ofNullable(documents.get(String.join("/", path))).map(document -> Answer.json(200, document));
    }

    private static byte[] read(String resource) {
        try (InputStream in = Documents.class.getResourceAsStream(resource)) {
            if (in == null) throw new IllegalStateException("no " + resource + " beside " + Documents.class.getName());
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
