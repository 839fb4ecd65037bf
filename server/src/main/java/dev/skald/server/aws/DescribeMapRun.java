package dev.skald.server.aws;

import dev.skald.core.Status;
import dev.skald.engine.MapRunDescription;
import dev.skald.engine.Skald;
import dev.skald.engine.store.MapRunRow;
import dev.skald.server.json.JsonWriter;

/** DescribeMapRun. */
final class DescribeMapRun implements Action {
    private final Skald skald;

    DescribeMapRun(Skald skald) {
        this.skald = skald;
    }

    @Override
    public void perform(Parameters in, JsonWriter out) {
        MapRunDescription run = skald.describeMapRun(in.required("mapRunArn"));
        MapRunRow row = run.row();
        out.text("mapRunArn", row.arn())
                .text("executionArn", row.executionArn())
                .text("status", row.status().name())
                .time("startDate", row.startedAt())
                .time("stopDate", row.stoppedAt())
                .number("maxConcurrency", (long) row.settings().maxConcurrency())
                .decimal("toleratedFailurePercentage", row.settings().toleratedFailurePercentage())
                .number("toleratedFailureCount", row.settings().toleratedFailureCount());
        counts("itemCounts", run.items(), row, out);
        counts("executionCounts", run.executions(), row, out);
        out.number("redriveCount", (long) row.redriveCount()).time("redriveDate", row.redrivenAt());
    }

    /** AWS counts a result as written as soon as a child has succeeded and its run has ended, exported or not. */
    private static void counts(String name, MapRunDescription.Counts counts, MapRunRow row, JsonWriter out) {
        out.object(
                name,
                of -> of.number("pending", counts.pending())
                        .number("running", counts.running())
                        .number("succeeded", counts.succeeded())
                        .number("failed", counts.failed())
                        .number("timedOut", counts.timedOut())
                        .number("aborted", counts.aborted())
                        .number("total", counts.total())
                        .number("resultsWritten", row.status() == Status.SUCCEEDED ? counts.succeeded() : 0)
                        .number("failuresNotRedrivable", 0L)
                        .number("pendingRedrive", 0L));
    }
}
