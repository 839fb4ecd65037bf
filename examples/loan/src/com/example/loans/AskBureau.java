package com.example.loans;

import dev.skald.asl.Payload;
import dev.skald.engine.task.Handler;
import dev.skald.engine.task.StepContext;

/**
 * Posts the question to the credit bureau, with the token in it, and does not wait: the bureau answers by SendTaskSuccess with
 * {@code {"score": N}} when it likes.
 */
public final class AskBureau implements Handler {
    @Override
    public Payload handle(Payload input, StepContext step) {
        return Payload.EMPTY_OBJECT;
    }
}
