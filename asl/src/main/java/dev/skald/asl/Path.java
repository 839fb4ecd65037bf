package dev.skald.asl;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A JSONPath, compiled: {@code $...} over the document of a field, {@code $$...} over the context object.
 *
 * @param text the path as the definition spells it
 */
record Path(String text, boolean ofContext, Selection selection) {
    /**
     * Compiles a path.
     *
     * @throws InvalidPath if it is none
     */
    static Path parse(String text) throws InvalidPath {
        if (!text.startsWith("$")) throw new InvalidPath("does not start with '$'");
        boolean ofContext = text.startsWith("$$");
        String rest = text.substring(ofContext ? 2 : 1);
        if (startsLikeVariable(rest)) throw new InvalidPath(VARIABLES);
        Steps steps = Steps.parse(rest);
        if (steps != null && steps.steps().size() > Json.MAX_DEPTH) throw new InvalidPath("too many steps");
        return new Path(text, ofContext, steps != null ? steps : JaywaySelection.compile("$" + rest));
    }

    static final String VARIABLES = "variables are not supported yet";

    private static boolean startsLikeVariable(String rest) {
        return !rest.isEmpty() && Character.isUnicodeIdentifierStart(rest.charAt(0));
    }

    /** Whether it names a single node, as {@code ResultPath} and the like must: names and indexes only. */
    boolean isReference() {
        return selection instanceof Steps;
    }

    /** Whether it is {@code $} or {@code $$}: all of the document or context. */
    boolean isWhole() {
        return selection instanceof Steps steps && steps.steps().isEmpty();
    }

    /** What it selects; null when it selects nothing. */
    @Nullable
    JsonNode find(Frame frame) {
        return selection.find(root(frame).node());
    }

    /** Why it selects nothing, in Jayway's words. */
    String reason(Frame frame) {
        return selection.reason(root(frame).node());
    }

    /** What it is applied to. */
    Payload root(Frame frame) {
        return ofContext ? frame.context() : frame.document();
    }
}
