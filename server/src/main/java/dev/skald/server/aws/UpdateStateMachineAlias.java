package dev.skald.server.aws;

import dev.skald.engine.ServiceException;
import dev.skald.engine.Skald;
import dev.skald.engine.store.AliasRow;
import dev.skald.server.json.JsonWriter;

/** UpdateStateMachineAlias: what is absent stays. */
final class UpdateStateMachineAlias implements Action {
    private final Skald skald;

    UpdateStateMachineAlias(Skald skald) {
        this.skald = skald;
    }

    @Override
    public void perform(Parameters in, JsonWriter out) {
        boolean routed = in.has(Routing.MEMBER);
        if (!routed && !in.has("description"))
            throw ServiceException.validation(
                    "MISSING_REQUIRED_PARAMETER",
                    "Either the description or the routing configuration must be specified");
        AliasRow alias = skald.updateAlias(
                in.required("stateMachineAliasArn"), in.text("description"), routed ? Routing.read(in) : null);
        out.time("updateDate", alias.updatedAt());
    }
}
