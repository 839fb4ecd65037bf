package dev.skald.core;

import java.util.Comparator;
import java.util.Optional;

/** Where an execution ended without success. */
public final class FailedState {
    private FailedState() {}

    /**
     * The name of the innermost state that it ended at: of several branches, that in which something happened last. Empty
     * when it succeeded, or ended before it entered a state.
     */
    public static Optional<String> of(Execution execution) {
        if (execution.status() == Status.SUCCEEDED) return Optional.empty();
        Optional<Frame> frame = Optional.ofNullable(execution.frames.get(Frame.ROOT));
        for (var inner = frame; inner.isPresent(); inner = latestChild(execution, inner.get())) frame = inner;
        return frame.map(innermost -> innermost.state);
    }

    private static Optional<Frame> latestChild(Execution execution, Frame frame) {
        if (!(frame.doing instanceof Doing.Forked forked)) return Optional.empty();
        return forked.children().stream()
                .flatMap(scope -> Optional.ofNullable(execution.frames.get(scope)).stream())
                .filter(child -> child.state != null)
                .max(Comparator.comparingLong(child -> child.lastEventId));
    }
}
