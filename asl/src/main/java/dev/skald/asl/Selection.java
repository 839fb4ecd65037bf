package dev.skald.asl;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The part of a path after its root: what it selects from a document. */
sealed interface Selection permits Steps, JaywaySelection {
    /** What the path selects; null when it selects nothing. A path that may select several nodes gives an array. */
    @Nullable
    JsonNode find(JsonNode document);

    /** Why {@link #find} gave null, in Jayway's words. */
    String reason(JsonNode document);
}
