package dev.skald.engine;

import dev.skald.asl.Payload;
import dev.skald.core.TaskToken;
import dev.skald.engine.store.ExecutionRow;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A task that waits for whoever has its token.
 *
 * @param row its execution
 * @param since when it was scheduled
 * @param timeoutAt when it times out; null when it has no limit, heartbeats aside
 * @param heartbeatSeconds within which there must be a sign of life each time, else it fails before; null when there need be none
 * @param input what was sent, with {@link #TOKEN_SHOWN} in the place of the token: who sees it gets no power by it
 * @param token what ends the task: not for everybody's eyes
 */
public record TaskDescription(
        TaskHandle handle,
        ExecutionRow row,
        String state,
        Instant since,
        @Nullable Instant timeoutAt,
        @Nullable Long heartbeatSeconds,
        Payload input,
        TaskToken token) {

    /** Stands for the token in what is shown. */
    public static final String TOKEN_SHOWN = "(task token)";
}
