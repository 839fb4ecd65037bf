package dev.skald.server.aws;

import dev.skald.engine.Skald;
import dev.skald.server.json.JsonWriter;
import java.time.Instant;

/** StopExecution. */
final class StopExecution implements Action {
    private final Skald skald;

    StopExecution(Skald skald) {
        this.skald = skald;
    }

    @Override
    public void perform(Parameters in, JsonWriter out) {
        String executionArn = in.required("executionArn");
        StandardExecution.require(executionArn);
        Instant stoppedAt = skald.stopExecution(executionArn, in.text("error"), in.text("cause"));
        out.time("stopDate", stoppedAt);
    }
}
