package dev.skald.server.aws;

import dev.skald.engine.Skald;
import dev.skald.server.json.JsonWriter;

/** SendTaskFailure. */
final class SendTaskFailure implements Action {
    private final Skald skald;

    SendTaskFailure(Skald skald) {
        this.skald = skald;
    }

    @Override
    public void perform(Parameters in, JsonWriter out) {
        skald.failTask(in.required("taskToken"), in.text("error"), in.text("cause"));
    }
}
