package com.example.loans;

import dev.skald.asl.Payload;
import dev.skald.engine.task.Handler;
import dev.skald.engine.task.StepContext;
import java.nio.file.Path;

/** Pays the money out. */
public final class Disburse implements Handler {
    private final Treasury treasury;

    public Disburse(Path data) {
        this.treasury = new Treasury(data);
    }

    @Override
    public Payload handle(Payload input, StepContext step) throws Exception {
        String loan = input.node().get("loan").stringValue();
        return treasury.pay(step, loan, input.node().get("amount").longValue());
    }
}
