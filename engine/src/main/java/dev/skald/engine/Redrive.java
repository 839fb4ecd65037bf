package dev.skald.engine;

import dev.skald.asl.Payload;
import org.jspecify.annotations.Nullable;

/**
 * How an execution is redriven.
 *
 * @param clientToken a repeated request with the same token, within 15 minutes, gets the same answer and changes nothing;
 *     null for none
 * @param input the new input of the one state that is redriven; null when it keeps its input
 * @param onto what the execution goes on with; null when it keeps its definition
 */
public record Redrive(
        @Nullable String clientToken,
        @Nullable Payload input,
        @Nullable Onto onto) {
    /** As AWS redrives: with the same input and definition. */
    public static final Redrive UNCHANGED = new Redrive(null, null, null);

    /** Another definition to go on with. */
    public sealed interface Onto {
        /** The text of a definition. */
        record Definition(String text) implements Onto {}

        /**
         * A version of the execution's state machine, by its ARN; or the machine as it is now, by the machine's ARN. The
         * role stays that of the execution's start.
         */
        record Machine(String arn) implements Onto {}
    }

    public Redrive withClientToken(@Nullable String token) {
        return new Redrive(token, input, onto);
    }

    public Redrive withInput(@Nullable Payload newInput) {
        return new Redrive(clientToken, newInput, onto);
    }

    /** Onto the definition of this text. */
    public Redrive withDefinition(String text) {
        return new Redrive(clientToken, input, new Onto.Definition(text));
    }

    /** Onto this version, or onto the machine as it is now, see {@link Onto.Machine}. */
    public Redrive onto(String machineOrVersionArn) {
        return new Redrive(clientToken, input, new Onto.Machine(machineOrVersionArn));
    }
}
