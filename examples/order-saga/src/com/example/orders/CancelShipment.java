package com.example.orders;

import dev.skald.asl.Payload;
import dev.skald.engine.task.Handler;
import dev.skald.engine.task.StepContext;
import java.nio.file.Path;

/** Calls an order back from the carrier. */
public final class CancelShipment implements Handler {
    private final Book book;

    public CancelShipment(Path data) {
        this.book = new Book(data, "shipping");
    }

    @Override
    public Payload handle(Payload input, StepContext step) throws Exception {
        Pace.work(150);
        return book.undo(step, input.node().get("order").stringValue());
    }
}
