package com.example.loans;

import dev.skald.asl.Payload;
import dev.skald.engine.task.Handler;
import dev.skald.engine.task.StepContext;

/** Tells the risk from the score. */
public final class Risk implements Handler {
    @Override
    public Payload handle(Payload input, StepContext step) {
        long score = input.node().path("score").asLong(0);
        String risk = score < 500 ? "high" : score < 710 ? "medium" : "low";
        return Payload.ofText("{\"risk\": \"" + risk + "\"}");
    }
}
