package dev.skald.server.aws;

import dev.skald.engine.Skald;
import dev.skald.server.json.JsonWriter;

/** DeleteStateMachine: no error when there is none. */
final class DeleteStateMachine implements Action {
    private final Skald skald;

    DeleteStateMachine(Skald skald) {
        this.skald = skald;
    }

    @Override
    public void perform(Parameters in, JsonWriter out) {
        skald.deleteStateMachine(in.required("stateMachineArn"));
    }
}
