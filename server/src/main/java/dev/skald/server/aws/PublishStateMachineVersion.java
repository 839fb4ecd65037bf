package dev.skald.server.aws;

import dev.skald.engine.Skald;
import dev.skald.engine.store.VersionRow;
import dev.skald.server.json.JsonWriter;

/** PublishStateMachineVersion: idempotent per revision. */
final class PublishStateMachineVersion implements Action {
    private final Skald skald;

    PublishStateMachineVersion(Skald skald) {
        this.skald = skald;
    }

    @Override
    public void perform(Parameters in, JsonWriter out) {
        VersionRow version =
                skald.publishVersion(in.required("stateMachineArn"), in.text("revisionId"), in.text("description"));
        out.time("creationDate", version.createdAt()).text("stateMachineVersionArn", version.arn());
    }
}
