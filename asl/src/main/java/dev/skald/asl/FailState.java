package dev.skald.asl;

import org.jspecify.annotations.Nullable;

/**
 * {@code "Type": "Fail"}: ends its scope with a failure.
 *
 * @param error {@code Error} or {@code ErrorPath}, evaluated with {@code scope.input} = raw input; null when absent
 * @param cause {@code Cause} or {@code CausePath}; null when absent
 */
public record FailState(
        String name,
        DataFlow flow,
        @Nullable Expression<String> error,
        @Nullable Expression<String> cause) implements State {}
