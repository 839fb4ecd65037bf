package dev.skald.asl;

import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All that an expression may see while it is evaluated.
 *
 * @param input the state's raw input, or its effective input where the field comes after {@code InputPath}
 * @param result the result of a Task, Parallel or Map (for other states their effective input); null before there is one
 * @param errorOutput the {@code {"Error", "Cause"}} object in a catcher; null elsewhere
 * @param variables the variables as they were when the state was entered
 * @param context makes the context object ({@code $$}) when an expression reads it
 * @param now the instant of this decision
 * @param entropy where {@code States.UUID} and {@code States.MathRandom} get their randomness
 * @param watch sees the values between the stages of a state under test
 */
public record Scope(
        Payload input,
        @Nullable Payload result,
        @Nullable Payload errorOutput,
        Variables variables,
        Supplier<Payload> context,
        Instant now,
        Entropy entropy,
        Watch watch) {

    /** A scope that nobody watches. */
    public Scope(
            Payload input,
            @Nullable Payload result,
            @Nullable Payload errorOutput,
            Variables variables,
            Supplier<Payload> context,
            Instant now,
            Entropy entropy) {
        this(input, result, errorOutput, variables, context, now, entropy, Watch.NONE);
    }

    public Scope withInput(Payload input) {
        return new Scope(input, result, errorOutput, variables, context, now, entropy, watch);
    }

    public Scope withResult(Payload result) {
        return new Scope(input, result, errorOutput, variables, context, now, entropy, watch);
    }

    public Scope withErrorOutput(Payload errorOutput) {
        return new Scope(input, result, errorOutput, variables, context, now, entropy, watch);
    }
}
