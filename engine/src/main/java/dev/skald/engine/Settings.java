package dev.skald.engine;

import dev.skald.core.Limits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What can be set about an engine. {@link #DEFAULTS} fits most uses.
 *
 * @param accountId the 12 digits in ARNs; the environment's {@code AWS_ACCOUNT_ID} in the server
 * @param region the region in ARNs
 * @param limits payload and history limits
 * @param functionConcurrency how many calls of one function run side by side at most
 * @param openExecutionsMax how many executions may be in memory before starts are refused with ExecutionLimitExceeded
 * @param restAfter how long an idle execution stays in memory before it is put to rest
 * @param retention for how long terminal executions are kept; null means for ever
 * @param keepExpressHistory how many of the latest EXPRESS executions keep their history in memory, 0 for none
 * @param handlerGrace how long a step of a saga in Java waits for a program that registers it, before it is parked
 */
public record Settings(
        String accountId,
        String region,
        Limits limits,
        int functionConcurrency,
        int openExecutionsMax,
        Duration restAfter,
        @Nullable Duration retention,
        int keepExpressHistory,
        Duration handlerGrace) {

    private static final Duration HANDLER_GRACE = Duration.ofMinutes(10);

    public static final Settings DEFAULTS = new Settings(
            "000000000000", "us-east-1", Limits.AWS, 64, 500_000, Duration.ofSeconds(2), Duration.ofDays(90), 0);

    /** With the usual grace. */
    public Settings(
            String accountId,
            String region,
            Limits limits,
            int functionConcurrency,
            int openExecutionsMax,
            Duration restAfter,
            @Nullable Duration retention,
            int keepExpressHistory) {
        this(
                accountId,
                region,
                limits,
                functionConcurrency,
                openExecutionsMax,
                restAfter,
                retention,
                keepExpressHistory,
                HANDLER_GRACE);
    }
}
