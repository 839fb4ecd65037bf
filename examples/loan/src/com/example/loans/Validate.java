package com.example.loans;

import dev.skald.asl.Payload;
import dev.skald.engine.task.Handler;
import dev.skald.engine.task.StepContext;
import dev.skald.engine.task.TaskFailure;
import tools.jackson.databind.JsonNode;

/** Refuses what is no application. */
public final class Validate implements Handler {
    @Override
    public Payload handle(Payload input, StepContext step) throws TaskFailure {
        JsonNode loan = input.node();
        if (loan.path("application").asString("").isBlank() || loan.path("customer").asString("").isBlank())
            throw new TaskFailure("Loan.Invalid", "an application has a number and a customer");
        if (loan.path("amount").asLong(0) <= 0) throw new TaskFailure("Loan.Invalid", "the amount must be positive");
        return Payload.EMPTY_OBJECT;
    }
}
