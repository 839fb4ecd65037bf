package dev.skald.asl;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A JSONPath, compiled: {@code $...} over the document of a field, {@code $$...} over the context object, {@code
 * $name...} over a variable.
 *
 * @param text the path as the definition spells it
 */
record Path(String text, Root root, Selection selection) {
    /** What a path is applied to. */
    sealed interface Root {
        record Document() implements Root {}

        record Context() implements Root {}

        record Variable(String name) implements Root {}
    }

    /**
     * Compiles a path.
     *
     * @throws InvalidPath if it is none
     */
    static Path parse(String text) throws InvalidPath {
        if (!text.startsWith("$")) throw new InvalidPath("does not start with '$'");
        if (text.startsWith("$$")) return parse(text, new Root.Context(), text.substring(2));
        int end = VariableNames.end(text, 1);
        if (end == 1) return parse(text, new Root.Document(), text.substring(1));
        return parse(text, new Root.Variable(text.substring(1, end)), text.substring(end));
    }

    private static Path parse(String text, Root root, String rest) throws InvalidPath {
        Steps steps = Steps.parse(rest);
        if (steps != null && steps.steps().size() > Json.MAX_DEPTH) throw new InvalidPath("too many steps");
        return new Path(text, root, steps != null ? steps : JaywaySelection.compile("$" + rest));
    }

    /** Whether it names a single node, as {@code ResultPath} and the like must: names and indexes only. */
    boolean isReference() {
        return selection instanceof Steps;
    }

    /** Whether it is {@code $}, {@code $$} or {@code $name}: all of what it is applied to. */
    boolean isWhole() {
        return selection instanceof Steps steps && steps.steps().isEmpty();
    }

    boolean ofDocument() {
        return root instanceof Root.Document;
    }

    /** What it selects; null when it selects nothing. */
    @Nullable
    JsonNode find(Frame frame) {
        Payload on = on(frame);
        return on == null ? null : selection.find(on.node());
    }

    /** Why it selects nothing, in Jayway's words. */
    String reason(Frame frame) {
        Payload on = on(frame);
        return on == null ? "No results for path: " + text : selection.reason(on.node());
    }

    /** What it is applied to, as text for a message; the document when it is a variable that nobody assigned. */
    String subject(Frame frame) {
        Payload on = on(frame);
        return Json.write((on == null ? frame.document() : on).node());
    }

    /** What it is applied to; null when it is a variable that nobody assigned. */
    @Nullable
    Payload on(Frame frame) {
        return switch (root) {
            case Root.Document _ -> frame.document();
            case Root.Context _ -> frame.context();
            case Root.Variable(var name) -> frame.variable(name);
        };
    }
}
