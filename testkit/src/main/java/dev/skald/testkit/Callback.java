package dev.skald.testkit;

import dev.skald.asl.Payload;
import dev.skald.engine.Skald;
import org.jspecify.annotations.Nullable;

/** A task that waits for somebody outside: a callback with its token, or an activity's worker. */
public final class Callback {
    private final Skald skald;
    private final String token;
    private final @Nullable Payload input;

    Callback(Skald skald, String token, @Nullable Payload input) {
        this.skald = skald;
        this.token = token;
        this.input = input;
    }

    /** What the worker got; null when it is no activity. */
    public @Nullable Payload input() {
        return input;
    }

    /**
     * SendTaskSuccess.
     *
     * @param output JSON text
     */
    public void succeeds(String output) {
        skald.completeTask(token, Payload.ofText(output));
    }

    /** SendTaskFailure. */
    public void fails(String error) {
        skald.failTask(token, error, "as the test wants it");
    }

    /** SendTaskHeartbeat. */
    public void heartbeat() {
        skald.heartbeat(token);
    }
}
