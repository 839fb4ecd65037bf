package dev.skald.server.triggers;

import dev.skald.asl.Payload;
import dev.skald.engine.task.FunctionResult;
import java.time.Duration;

/** Calls functions for triggers. */
@FunctionalInterface
public interface FunctionCaller {
    /** Knows no function. */
    FunctionCaller NONE = (function, event, requestId, atMost) ->
            new FunctionResult.Refused("ResourceNotFoundException", "Function not found: " + function, 404, requestId);

    /**
     * Calls a function once and waits for its result. Called on a virtual thread.
     *
     * @param function its name
     * @param requestId what names the call in logs
     * @param atMost how long to wait; the function may have a time-out of its own
     * @throws InterruptedException when the call is given up
     */
    FunctionResult call(String function, Payload event, String requestId, Duration atMost) throws InterruptedException;
}
