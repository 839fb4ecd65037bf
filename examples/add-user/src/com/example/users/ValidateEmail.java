package com.example.users;

import dev.skald.asl.Payload;
import dev.skald.engine.task.Handler;
import dev.skald.engine.task.StepContext;
import dev.skald.engine.task.TaskFailure;

/** Refuses what is no address. */
public final class ValidateEmail implements Handler {
    @Override
    public Payload handle(Payload input, StepContext step) throws Exception {
        String address = input.node().path("address").asString("");
        if (address.indexOf('@') <= 0) throw new TaskFailure("ValidationError", "'" + address + "' is no address");
        return Payload.ofText("{\"valid\": true}");
    }
}
