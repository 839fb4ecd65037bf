package dev.skald.asl;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A JSONPath over a document that is no execution's, such as the body of a request: what paths in definitions select. */
public final class DocumentPath {
    private final Selection selection;

    private DocumentPath(Selection selection) {
        this.selection = selection;
    }

    /**
     * Compiles a path that starts with {@code $}.
     *
     * @throws IllegalArgumentException if it is none, or is a path over variables or the context object
     */
    public static DocumentPath of(String text) {
        try {
            Path path = Path.parse(text);
            if (path.ofDocument()) return new DocumentPath(path.selection());
            throw new IllegalArgumentException("'" + text + "' is no path over a document");
        } catch (InvalidPath invalid) {
            throw new IllegalArgumentException("'" + text + "' is no JSONPath: " + invalid.getMessage(), invalid);
        }
    }

    /** What it selects; empty when it selects nothing. Not to be changed. */
    public Optional<JsonNode> find(JsonNode document) {
        return Optional.ofNullable(selection.find(document));
    }
}
