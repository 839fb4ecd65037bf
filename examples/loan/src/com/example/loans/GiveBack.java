package com.example.loans;

import dev.skald.asl.Payload;
import dev.skald.engine.task.Handler;
import dev.skald.engine.task.StepContext;
import java.nio.file.Path;

/** Gives money back that was set aside, or sees to it that it never is. */
public final class GiveBack implements Handler {
    private final Treasury treasury;

    public GiveBack(Path data) {
        this.treasury = new Treasury(data);
    }

    @Override
    public Payload handle(Payload input, StepContext step) throws Exception {
        String loan = input.node().get("loan").stringValue();
        return treasury.giveBack(step, loan);
    }
}
