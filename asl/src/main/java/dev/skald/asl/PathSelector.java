package dev.skald.asl;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A JSONPath over one document, outside of any state: what rules and templates take out of an event. */
public final class PathSelector {
    private final Path path;

    private PathSelector(Path path) {
        this.path = path;
    }

    /**
     * Compiles a path such as {@code $.detail.orderId}.
     *
     * @throws IllegalArgumentException if it is no path over a document
     */
    public static PathSelector of(String text) {
        try {
            Path path = Path.parse(text);
            if (path.ofDocument()) return new PathSelector(path);
        } catch (InvalidPath invalid) {
            throw new IllegalArgumentException("'" + text + "' is no JSONPath: " + invalid.getMessage(), invalid);
        }
        throw new IllegalArgumentException("'" + text + "' is no JSONPath of the event.");
    }

    /** What it selects; null when it selects nothing. */
    public @Nullable JsonNode find(JsonNode document) {
        return path.selection().find(document);
    }
}
