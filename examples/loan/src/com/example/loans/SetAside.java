package com.example.loans;

import dev.skald.asl.Payload;
import dev.skald.engine.task.Handler;
import dev.skald.engine.task.StepContext;
import java.nio.file.Path;

/** Sets the money of a loan aside. */
public final class SetAside implements Handler {
    private final Treasury treasury;

    public SetAside(Path data) {
        this.treasury = new Treasury(data);
    }

    @Override
    public Payload handle(Payload input, StepContext step) throws Exception {
        String loan = input.node().get("loan").stringValue();
        return treasury.setAside(step, loan, input.node().get("amount").longValue());
    }
}
