package com.example.orders;

import dev.skald.asl.Payload;
import dev.skald.engine.task.Handler;
import dev.skald.engine.task.StepContext;

/** Writes to the customer. */
public final class Notify implements Handler {
    @Override
    public Payload handle(Payload input, StepContext step) throws Exception {
        Pace.work(100);
        return Payload.ofText("{\"sent\": true}");
    }
}
