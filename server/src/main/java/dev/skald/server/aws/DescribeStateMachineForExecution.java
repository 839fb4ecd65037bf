package dev.skald.server.aws;

import dev.skald.engine.Skald;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.MachineRow;
import dev.skald.server.json.JsonWriter;

/** DescribeStateMachineForExecution: the machine as the execution runs it. */
final class DescribeStateMachineForExecution implements Action {
    private final Skald skald;

    DescribeStateMachineForExecution(Skald skald) {
        this.skald = skald;
    }

    @Override
    public void perform(Parameters in, JsonWriter out) {
        String executionArn = in.required("executionArn");
        StandardExecution.require(executionArn);
        MachineRow row = skald.stateMachineForExecution(executionArn);
        out.text("stateMachineArn", row.arn())
                .text("name", row.name())
                .text("definition", IncludedData.of(in).all() ? row.definition() : "{}")
                .text("roleArn", row.roleArn())
                .time("updateDate", row.updatedAt())
                .text("revisionId", row.revisionId());
        if (IncludedData.of(in).all()) VariableReferencesJson.write(row.definition(), out);
        child(executionArn, out);
        Configuration.read(row.settings()).write(out);
    }

    private void child(String executionArn, JsonWriter out) {
        ExecutionRow row = skald.describeExecution(executionArn).row();
        ExecutionRow.MapItem child = row.origin().mapItem();
        if (child == null) return;
        String machine = row.stateMachineArn();
        out.text("mapRunArn", child.mapRunArn()).text("label", machine.substring(machine.indexOf('/') + 1));
    }
}
