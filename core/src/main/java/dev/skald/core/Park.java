package dev.skald.core;

import dev.skald.asl.Payload;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that waits for a person.
 *
 * @param id names it in {@link Command.Operate}; 0 when it is the failure of the execution ({@code OnFailure: Park})
 * @param state the compensation or state; null when it is the execution
 * @param step the step that the compensation undoes, {@link UndoEntry#step()}; 0 when it is no compensation
 * @param input what it was called with; null when it is the execution
 */
public record Park(
        long id,
        Kind kind,
        @Nullable String state,
        long step,
        Instant since,
        @Nullable Payload input,
        @Nullable String error,
        @Nullable String cause) {

    /**
     * The error of a Task of a saga for which nobody is there: the program that had its function does not register it any
     * more. That is no failure of the Task: no retrier or catcher takes it, and it is parked at once.
     */
    public static final String NOT_REGISTERED = "Skald.NotRegistered";

    /** What waits. */
    public enum Kind {
        /** A compensation that failed for good. */
        COMPENSATION,
        /**
         * A pivot of which it is not known whether it happened, a retriable step that failed for good, or any step for
         * which nobody is there ({@link #NOT_REGISTERED}).
         */
        STEP,
        /** A failure that is not undone yet. */
        FAILURE
    }

    static List<Park> of(Execution execution) {
        List<Park> parks = new ArrayList<>();
        var ending = execution.saga.ending;
        if (execution.settled()) return parks;
        boolean reversing = execution.status().terminal();
        if (!reversing && ending != null && execution.saga.waitsAtFailure())
            parks.add(new Park(0, Kind.FAILURE, null, 0, ending.at(), null, ending.error(), ending.cause()));
        for (Frame frame : execution.frames.values())
            if (frame.doing instanceof Doing.Parked parked && (frame.undoes != 0 || !reversing))
                parks.add(of(frame, parked));
        return parks;
    }

    private static Park of(Frame frame, Doing.Parked parked) {
        return new Park(
                parked.since(),
                frame.undoes == 0 ? Kind.STEP : Kind.COMPENSATION,
                frame.stateName(),
                frame.undoes,
                parked.at(),
                frame.input,
                parked.error(),
                parked.cause());
    }
}
