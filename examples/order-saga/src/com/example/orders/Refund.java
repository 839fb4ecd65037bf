package com.example.orders;

import dev.skald.asl.Payload;
import dev.skald.engine.task.Handler;
import dev.skald.engine.task.StepContext;
import java.nio.file.Path;

/** Gives the money of an order back. */
public final class Refund implements Handler {
    private final Book book;

    public Refund(Path data) {
        this.book = new Book(data, "payment");
    }

    @Override
    public Payload handle(Payload input, StepContext step) throws Exception {
        Pace.work(150);
        return book.undo(step, input.node().get("order").stringValue());
    }
}
