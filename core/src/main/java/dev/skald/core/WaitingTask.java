package dev.skald.core;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A task with {@code .waitForTaskToken} that nobody has ended yet.
 *
 * @param sequence that of the event that scheduled it
 * @param submitted whether it was handed over; else the call that hands it over is under way
 * @param timeoutAt when it times out; null when it has no limit, heartbeats aside
 */
public record WaitingTask(
        long sequence,
        String state,
        boolean submitted,
        @Nullable Instant timeoutAt) {

    static Optional<WaitingTask> of(Execution execution, long sequence) {
        var outstanding = execution.outstanding.get(sequence);
        if (outstanding == null) return Optional.empty();
        Frame frame = execution.frames.get(outstanding.scope());
        return frame == null || frame.taskSequence != sequence ? Optional.empty() : Optional.ofNullable(of(frame));
    }

    private static @Nullable WaitingTask of(Frame frame) {
        return frame.doing instanceof Doing.Running running
                        && running.resource().waitsForToken()
                ? new WaitingTask(frame.taskSequence, frame.stateName(), running.submitted(), running.timeoutAt())
                : null;
    }
}
