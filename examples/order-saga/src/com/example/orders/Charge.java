package com.example.orders;

import dev.skald.asl.Payload;
import dev.skald.core.Effect;
import dev.skald.engine.task.Handler;
import dev.skald.engine.task.StepContext;
import dev.skald.engine.task.TaskFailure;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/** Takes the money of an order. A busy terminal is no harm: nothing was taken, and it is free soon. */
public final class Charge implements Handler {
    private final Book book;

    public Charge(Path data) {
        this.book = new Book(data, "payment");
    }

    @Override
    public Payload handle(Payload input, StepContext step) throws Exception {
        JsonNode charge = input.node();
        Pace.work(120);
        if (charge.get("terminal").asString().equals("busy") && step.retryCount() < 2)
            throw new TaskFailure("TerminalBusy", "the payment terminal is busy", Effect.NONE);
        int cents = charge.get("cents").intValue();
        String what = "%d.%02d".formatted(cents / 100, cents % 100);
        Payload answer = book.act(step, charge.get("order").stringValue(), what, "{\"charged\": " + cents + "}");
        // The money is taken, the answer is on its way: killed here, the repeated call must not take it again.
        Pace.work(80);
        return answer;
    }
}
