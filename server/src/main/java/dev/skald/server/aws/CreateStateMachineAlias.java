package dev.skald.server.aws;

import dev.skald.engine.Skald;
import dev.skald.engine.store.AliasRow;
import dev.skald.server.json.JsonWriter;

/** CreateStateMachineAlias: idempotent. */
final class CreateStateMachineAlias implements Action {
    private final Skald skald;

    CreateStateMachineAlias(Skald skald) {
        this.skald = skald;
    }

    @Override
    public void perform(Parameters in, JsonWriter out) {
        AliasRow alias = skald.createAlias(in.required("name"), in.text("description"), Routing.read(in));
        out.text("stateMachineAliasArn", alias.arn()).time("creationDate", alias.createdAt());
    }
}
