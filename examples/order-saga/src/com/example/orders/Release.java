package com.example.orders;

import dev.skald.asl.Payload;
import dev.skald.engine.task.Handler;
import dev.skald.engine.task.StepContext;
import java.nio.file.Path;

/** Puts the goods of an order back. */
public final class Release implements Handler {
    private final Book book;

    public Release(Path data) {
        this.book = new Book(data, "stock");
    }

    @Override
    public Payload handle(Payload input, StepContext step) throws Exception {
        Pace.work(150);
        return book.undo(step, input.node().get("order").stringValue());
    }
}
