package dev.skald.server.aws;

import dev.skald.engine.Skald;
import dev.skald.engine.store.MachineRow;
import dev.skald.server.json.JsonWriter;

/** DescribeStateMachine. */
final class DescribeStateMachine implements Action {
    private final Skald skald;

    DescribeStateMachine(Skald skald) {
        this.skald = skald;
    }

    @Override
    public void perform(Parameters in, JsonWriter out) {
        MachineRow row = skald.describeStateMachine(in.required("stateMachineArn"));
        out.text("stateMachineArn", row.arn())
                .text("name", row.name())
                .text("status", row.deleting() ? "DELETING" : "ACTIVE")
                .text("definition", IncludedData.of(in).all() ? row.definition() : "{}")
                .text("roleArn", row.roleArn())
                .text("type", row.type().name())
                .time("creationDate", row.createdAt())
                .text("revisionId", row.revisionId());
        if (IncludedData.of(in).all()) VariableReferencesJson.write(row.definition(), out);
        Configuration.read(row.settings()).write(out);
    }
}
