package com.example.orders;

import dev.skald.asl.Payload;
import dev.skald.engine.task.Handler;
import dev.skald.engine.task.StepContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Tells whether an order makes sense. It changes nothing, so there is nothing to undo. */
public final class Validate implements Handler {
    @Override
    public Payload handle(Payload input, StepContext step) throws Exception {
        Pace.work(100);
        JsonNode order = input.node();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        boolean valid = order.path("quantity").asInt(0) > 0;
        answer.put("valid", valid);
        answer.put("reason", valid ? "" : "the quantity must be at least 1");
        answer.put("terminal", order.path("terminal").asString("free"));
        return Payload.of(answer);
    }
}
