package dev.skald.engine.task;

import dev.skald.asl.Payload;
import dev.skald.core.Effect;
import org.jspecify.annotations.Nullable;

/** How an attempt ended. For a task that waits for a callback, {@code Succeeded} means that it was handed over. */
public sealed interface TaskOutcome {
    record Succeeded(Payload result) implements TaskOutcome {}

    /**
     * The attempt failed.
     *
     * @param effect what is known of what it did
     */
    record Failed(@Nullable String error, @Nullable String cause, Effect effect) implements TaskOutcome {}
}
