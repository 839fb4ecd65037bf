package dev.skald.server.aws;

import dev.skald.engine.Skald;
import dev.skald.engine.store.MachineRow;
import dev.skald.engine.store.VersionRow;
import dev.skald.server.json.JsonWriter;
import java.util.Optional;

/** DescribeStateMachine. */
final class DescribeStateMachine implements Action {
    private final Skald skald;

    DescribeStateMachine(Skald skald) {
        this.skald = skald;
    }

    @Override
    public void perform(Parameters in, JsonWriter out) {
        String arn = in.required("stateMachineArn");
        Optional<VersionRow> version = skald.findVersion(arn);
        if (version.isPresent()) write(version.get(), in, out);
        else write(skald.describeStateMachine(arn), in, out);
    }

    private void write(VersionRow version, Parameters in, JsonWriter out) {
        MachineRow machine = skald.describeStateMachine(version.stateMachineArn());
        var row = new MachineRow(
                version.arn(),
                machine.name(),
                machine.type(),
                version.definition(),
                version.definitionHash(),
                version.roleArn(),
                version.createdAt(),
                version.createdAt(),
                version.revisionId(),
                version.settings(),
                machine.deleting());
        write(row, in, out);
        out.text("description", version.description());
    }

    private static void write(MachineRow row, Parameters in, JsonWriter out) {
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
