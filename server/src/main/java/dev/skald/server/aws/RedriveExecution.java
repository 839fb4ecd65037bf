package dev.skald.server.aws;

import dev.skald.engine.Redrive;
import dev.skald.engine.Skald;
import dev.skald.server.json.JsonWriter;

/** RedriveExecution. */
final class RedriveExecution implements Action {
    private final Skald skald;

    RedriveExecution(Skald skald) {
        this.skald = skald;
    }

    @Override
    public void perform(Parameters in, JsonWriter out) {
        String executionArn = in.required("executionArn");
        StandardExecution.require(executionArn);
        var redrive = Redrive.UNCHANGED.withClientToken(in.text("clientToken"));
        out.time("redriveDate", skald.redriveExecution(executionArn, redrive));
    }
}
