package dev.skald.server.aws;

import dev.skald.engine.Skald;
import dev.skald.server.json.JsonWriter;

/** SendTaskHeartbeat. */
final class SendTaskHeartbeat implements Action {
    private final Skald skald;

    SendTaskHeartbeat(Skald skald) {
        this.skald = skald;
    }

    @Override
    public void perform(Parameters in, JsonWriter out) {
        skald.heartbeat(in.required("taskToken"));
    }
}
