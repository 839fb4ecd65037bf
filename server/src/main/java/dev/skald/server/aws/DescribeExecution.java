package dev.skald.server.aws;

import dev.skald.core.Status;
import dev.skald.engine.RunResult;
import dev.skald.engine.Skald;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.server.json.JsonWriter;

/** DescribeExecution. */
final class DescribeExecution implements Action {
    private final Skald skald;

    DescribeExecution(Skald skald) {
        this.skald = skald;
    }

    @Override
    public void perform(Parameters in, JsonWriter out) {
        String executionArn = in.required("executionArn");
        StandardExecution.require(executionArn);
        var description = skald.describeExecution(executionArn);
        ExecutionRow row = description.row();
        RunResult result = description.result();
        out.text("executionArn", row.arn())
                .text("stateMachineArn", row.stateMachineArn())
                .text("name", row.name())
                .text("status", result.status().name())
                .time("startDate", result.startedAt())
                .time("stopDate", result.stoppedAt())
                .text("stateMachineVersionArn", row.origin().versionArn())
                .text("stateMachineAliasArn", row.origin().aliasArn());
        ExecutionData.write(result, IncludedData.of(in), out);
        redrive(result.status(), out);
    }

    private static void redrive(Status status, JsonWriter out) {
        out.number("redriveCount", 0L);
        switch (status) {
            case FAILED, TIMED_OUT, ABORTED -> out.text("redriveStatus", "REDRIVABLE");
            case RUNNING, SUCCEEDED ->
                out.text("redriveStatus", "NOT_REDRIVABLE")
                        .text("redriveStatusReason", "Execution is " + status + " and cannot be redriven");
        }
    }
}
