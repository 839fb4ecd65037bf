package dev.skald.server.aws;

import dev.skald.engine.Skald;
import dev.skald.server.json.JsonWriter;

/** DeleteStateMachineAlias. */
final class DeleteStateMachineAlias implements Action {
    private final Skald skald;

    DeleteStateMachineAlias(Skald skald) {
        this.skald = skald;
    }

    @Override
    public void perform(Parameters in, JsonWriter out) {
        skald.deleteAlias(in.required("stateMachineAliasArn"));
    }
}
