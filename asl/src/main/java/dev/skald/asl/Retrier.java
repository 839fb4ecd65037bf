package dev.skald.asl;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One element of {@code Retry}.
 *
 * @param maxAttempts how many retries; 0 means never
 * @param maxDelaySeconds the longest delay; null means no limit
 * @param fullJitter {@code "JitterStrategy": "FULL"}: a random delay between nothing and the computed one
 * @param compensate whether what a failed Parallel or Map did is undone before it is tried again: the Skald field {@code
 *     Compensate}, true unless it says false
 */
public record Retrier(
        List<String> errorEquals,
        long intervalSeconds,
        long maxAttempts,
        double backoffRate,
        @Nullable Long maxDelaySeconds,
        boolean fullJitter,
        boolean compensate) {

    /** A retrier that undoes what a failed Parallel or Map did, if anything of it can be undone. */
    public Retrier(
            List<String> errorEquals,
            long intervalSeconds,
            long maxAttempts,
            double backoffRate,
            @Nullable Long maxDelaySeconds,
            boolean fullJitter) {
        this(errorEquals, intervalSeconds, maxAttempts, backoffRate, maxDelaySeconds, fullJitter, true);
    }

    private static final double LONGEST_DELAY_SECONDS = 99_999_999;

    /**
     * How long to wait before a retry.
     *
     * @param retriesBefore how many retries this retrier has caused before, in this visit of the state
     */
    public Duration delay(int retriesBefore, Entropy entropy) {
        double limit = maxDelaySeconds == null ? LONGEST_DELAY_SECONDS : maxDelaySeconds;
        double seconds = Math.min(limit, intervalSeconds * Math.pow(backoffRate, retriesBefore));
        if (fullJitter) seconds *= entropy.nextDouble();
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
