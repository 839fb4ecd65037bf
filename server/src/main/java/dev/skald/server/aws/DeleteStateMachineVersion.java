package dev.skald.server.aws;

import dev.skald.engine.Skald;
import dev.skald.server.json.JsonWriter;

/** DeleteStateMachineVersion: no error when there is none; refused while an alias routes to it. */
final class DeleteStateMachineVersion implements Action {
    private final Skald skald;

    DeleteStateMachineVersion(Skald skald) {
        this.skald = skald;
    }

    @Override
    public void perform(Parameters in, JsonWriter out) {
        skald.deleteVersion(in.required("stateMachineVersionArn"));
    }
}
