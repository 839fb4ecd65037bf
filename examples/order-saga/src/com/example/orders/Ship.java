package com.example.orders;

import dev.skald.asl.Payload;
import dev.skald.engine.task.Handler;
import dev.skald.engine.task.StepContext;
import dev.skald.engine.task.TaskFailure;
import java.nio.file.Path;

/** Hands an order to a carrier, if one goes there. */
public final class Ship implements Handler {
    private final Book book;

    public Ship(Path data) {
        this.book = new Book(data, "shipping");
    }

    @Override
    public Payload handle(Payload input, StepContext step) throws Exception {
        String city = input.node().get("city").stringValue();
        Pace.work(250);
        if (city.equals("Atlantis")) throw new TaskFailure("NoCarrier", "no carrier goes to " + city);
        String answer = "{\"city\": \"" + city + "\"}";
        return book.act(step, input.node().get("order").stringValue(), "to " + city, answer);
    }
}
