package dev.skald.engine.task;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a handler may know of the step it does.
 *
 * @param key the same for all attempts of this visit of the state: remember it beside the effect, and a repeated call
 *     can tell that it happened
 * @param attemptId the key with the attempt's number
 * @param retryCount how many attempts went before
 * @param deadline when the engine gives this attempt up; null means never
 * @param taskToken the callback token, for {@code .waitForTaskToken}; null otherwise
 */
public record StepContext(
        String key,
        String attemptId,
        String executionArn,
        String state,
        int retryCount,
        @Nullable Instant deadline,
        @Nullable String taskToken) {}
