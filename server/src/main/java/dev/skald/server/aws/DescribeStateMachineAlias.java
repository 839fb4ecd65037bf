package dev.skald.server.aws;

import dev.skald.engine.Skald;
import dev.skald.engine.store.AliasRow;
import dev.skald.server.json.JsonWriter;

/** DescribeStateMachineAlias. */
final class DescribeStateMachineAlias implements Action {
    private final Skald skald;

    DescribeStateMachineAlias(Skald skald) {
        this.skald = skald;
    }

    @Override
    public void perform(Parameters in, JsonWriter out) {
        AliasRow alias = skald.describeAlias(in.required("stateMachineAliasArn"));
        out.text("stateMachineAliasArn", alias.arn())
                .text("name", alias.name())
                .text("description", alias.description());
        Routing.write(alias, out);
        out.time("creationDate", alias.createdAt()).time("updateDate", alias.updatedAt());
    }
}
