package com.example.users;

import dev.skald.asl.Payload;
import dev.skald.engine.task.Handler;
import dev.skald.engine.task.StepContext;
import dev.skald.engine.task.TaskFailure;

/** Takes every user but one whose directory is down. The key is the user's number: a repeated call adds nobody twice. */
public final class AddUser implements Handler {
    @Override
    public Payload handle(Payload input, StepContext step) throws Exception {
        if (input.node().path("address").asString("").startsWith("down@"))
            throw new TaskFailure("DirectoryDown", "the directory does not answer");
        return Payload.ofText("{\"number\": \"" + Integer.toHexString(step.key().hashCode()) + "\"}");
    }
}
