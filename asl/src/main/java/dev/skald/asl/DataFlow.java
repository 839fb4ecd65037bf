package dev.skald.asl;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How data comes into a state and goes out of it, compiled from either query language.
 *
 * <ol>
 *   <li>{@code input}, evaluated with {@code scope.input} = raw input, gives the effective input ({@code InputPath}; the
 *       identity in JSONata).
 *   <li>{@code arguments}, evaluated with {@code scope.input} = effective input, gives what the work gets ({@code
 *       Parameters} or {@code Arguments}, a Pass state's {@code Result}; else the identity).
 *   <li>{@code output}, evaluated with {@code scope.input} = raw input and {@code scope.result} = the work's result (for
 *       Pass the arguments, for Choice, Wait and Succeed the effective input), gives the state's output ({@code
 *       ResultSelector}, {@code ResultPath}, {@code OutputPath}; or {@code Output}).
 *   <li>{@code assign}, evaluated beside {@code output} over the same scope, gives the variables to assign; null when
 *       there is no {@code Assign}.
 * </ol>
 */
public record DataFlow(
        Expression<Payload> input,
        Expression<Payload> arguments,
        Expression<Payload> output,
        @Nullable Expression<Map<String, Payload>> assign) {}
