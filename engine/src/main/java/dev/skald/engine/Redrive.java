package dev.skald.engine;

import dev.skald.asl.Payload;
import org.jspecify.annotations.Nullable;

/**
 * How an execution is redriven.
 *
 * @param clientToken a repeated request with the same token, within 15 minutes, gets the same answer and changes nothing;
 *     null for none
 * @param input the new input of the one state that is redriven; null when it keeps its input
 * @param definition the text of another definition to go on with; null when the execution keeps its own
 */
public record Redrive(
        @Nullable String clientToken,
        @Nullable Payload input,
        @Nullable String definition) {
    /** As AWS redrives: with the same input and definition. */
    public static final Redrive UNCHANGED = new Redrive(null, null, null);

    public Redrive withClientToken(@Nullable String token) {
        return new Redrive(token, input, definition);
    }

    public Redrive withInput(@Nullable Payload newInput) {
        return new Redrive(clientToken, newInput, definition);
    }

    public Redrive withDefinition(@Nullable String text) {
        return new Redrive(clientToken, input, text);
    }
}
