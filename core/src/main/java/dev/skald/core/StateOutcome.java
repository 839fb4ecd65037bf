package dev.skald.core;

import dev.skald.asl.Payload;
import dev.skald.asl.Watch;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link StateTest} came to.
 *
 * @param output null unless the state is left, by its end or by a catcher
 * @param error the failure's name, also of one that is retried or caught
 * @param nextState null when the state leads nowhere, or is not left
 */
public record StateOutcome(
        Ending ending,
        @Nullable Payload output,
        @Nullable String error,
        @Nullable String cause,
        @Nullable String nextState,
        Inspection inspection) {

    /** AWS's {@code TestExecutionStatus}. */
    public enum Ending {
        SUCCEEDED,
        FAILED,
        RETRIABLE,
        CAUGHT_ERROR
    }

    /**
     * What the state did with its data.
     *
     * @param stages what each stage made, of those that AWS shows
     * @param variables those given to the test, and those that the state has assigned
     * @param retryIndex the retrier that matches the failure, exhausted or not
     * @param retryBackoffSeconds how long it would wait; null when the state is not retried
     * @param catchIndex the catcher that takes the failure
     * @param map null unless a Map was tested
     */
    public record Inspection(
            Map<Watch.Stage, Payload> stages,
            Map<String, Payload> variables,
            @Nullable Integer retryIndex,
            @Nullable Long retryBackoffSeconds,
            @Nullable Integer catchIndex,
            @Nullable MapFields map) {}

    /** What the fields of a Map were evaluated to; the tolerances are null where there are none. */
    public record MapFields(
            long maxConcurrency,
            @Nullable Long toleratedFailureCount,
            @Nullable Double toleratedFailurePercentage) {

        /** Whether so many failures are more than are tolerated; without a tolerance a mocked result stands. */
        boolean exceededBy(int failed, int total) {
            if (toleratedFailureCount != null && failed > toleratedFailureCount) return true;
            return toleratedFailurePercentage != null && failed * 100.0 > toleratedFailurePercentage * total;
        }
    }
}
