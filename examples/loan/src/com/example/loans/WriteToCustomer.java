package com.example.loans;

import dev.skald.asl.Payload;
import dev.skald.engine.task.Handler;
import dev.skald.engine.task.StepContext;

/** Writes to the customer that the money is on its way. */
public final class WriteToCustomer implements Handler {
    @Override
    public Payload handle(Payload input, StepContext step) {
        return Payload.ofText("{\"written\": true}");
    }
}
