package dev.skald.tasks.functions;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of a function's log: what it wrote to its standard output or error, or what the platform says of it ({@code
 * START}, {@code END}, {@code REPORT}).
 *
 * @param stream which process wrote it: the name of its log stream
 * @param requestId the invocation in which it was written; null when it was before the first one
 * @param executionArn the execution that asked; null when none did
 * @param state the Task state that asked; null when none did
 * @param text the line without its end; of a longer one than {@link FunctionOutput#LINE_CHARACTERS_MAX} the rest is missing
 */
public record FunctionLogLine(
        Instant time,
        String function,
        String stream,
        @Nullable String requestId,
        @Nullable String executionArn,
        @Nullable String state,
        String text) {}
