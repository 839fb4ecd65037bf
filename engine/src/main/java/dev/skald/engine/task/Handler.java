package dev.skald.engine.task;

import dev.skald.asl.Payload;
import org.jspecify.annotations.Nullable;

/**
 * A function in Java that does tasks: {@code skald.register("charge", (input, step) -> ...)}.
 *
 * <p>It runs at least once per attempt. What it throws fails the attempt: a {@link TaskFailure} with its own name and
 * effect, anything else with the class's full name as a Java function on AWS Lambda has it, and effect REPORTED.
 */
@FunctionalInterface
public interface Handler {
    /** Does the step and returns its result; null is JSON {@code null}. */
    @Nullable
    Payload handle(Payload input, StepContext step) throws Exception;
}
