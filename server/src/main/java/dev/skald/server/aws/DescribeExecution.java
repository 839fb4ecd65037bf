package dev.skald.server.aws;

import dev.skald.asl.MachineType;
import dev.skald.engine.ExecutionDescription;
import dev.skald.engine.RunResult;
import dev.skald.engine.Skald;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.server.json.JsonWriter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
                .text("stateMachineAliasArn", row.origin().aliasArn())
                .text("mapRunArn", mapRunArn(row))
                .text("traceHeader", row.origin().traceHeader());
        ExecutionData.write(result, IncludedData.of(in), out);
        redrive(description, out);
    }

    private static @Nullable String mapRunArn(ExecutionRow row) {
        return row.origin().mapItem() == null ? null : row.origin().mapItem().mapRunArn();
    }

    private void redrive(ExecutionDescription description, JsonWriter out) {
        ExecutionRow row = description.row();
        Optional<String> refusal = skald.redriveRefusal(description);
        out.number("redriveCount", (long) row.redriveCount())
                .time("redriveDate", row.redrivenAt())
                .text("redriveStatus", status(row, refusal.isEmpty()))
                .text("redriveStatusReason", refusal.orElse(null));
    }

    private static String status(ExecutionRow row, boolean redrivable) {
        if (!redrivable) return "NOT_REDRIVABLE";
        return row.type() == MachineType.EXPRESS ? "REDRIVABLE_BY_MAP_RUN" : "REDRIVABLE";
    }
}
