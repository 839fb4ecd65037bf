package com.example.orders;

import dev.skald.asl.Payload;
import dev.skald.engine.task.Handler;
import dev.skald.engine.task.StepContext;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;

/** Puts the goods of an order aside. */
public final class Reserve implements Handler {
    private final Book book;

    public Reserve(Path data) {
        this.book = new Book(data, "stock");
    }

    @Override
    public Payload handle(Payload input, StepContext step) throws Exception {
        JsonNode goods = input.node();
        Pace.work(150);
        int quantity = goods.get("quantity").intValue();
        String what = quantity + " x " + goods.get("item").stringValue();
        return book.act(step, goods.get("order").stringValue(), what, "{\"reserved\": " + quantity + "}");
    }
}
