package dev.skald.server.aws;

import dev.skald.engine.Skald;
import dev.skald.engine.store.MapRunRow;
import dev.skald.server.json.JsonWriter;
import java.util.List;

/** ListMapRuns: those of one execution, newest first. */
final class ListMapRuns implements Action {
    private final Skald skald;

    ListMapRuns(Skald skald) {
        this.skald = skald;
    }

    @Override
    public void perform(Parameters in, JsonWriter out) {
        String executionArn = in.required("executionArn");
        StandardExecution.require(executionArn);
        String list = "ListMapRuns " + executionArn;
        Page page = Page.of(in, list);
        long before = page.after() == null ? Long.MAX_VALUE : Long.parseLong(page.after());
        List<MapRunRow> rows = skald.listMapRuns(executionArn, before, page.size() + 1);
        List<MapRunRow> shown = page.cut(rows);
        out.list("mapRuns", items -> shown.forEach(row -> items.object(item -> item(row, item))));
        if (shown.size() < rows.size())
            out.text("nextToken", Page.token(list, Long.toString(shown.getLast().sequence())));
    }

    private static void item(MapRunRow row, JsonWriter item) {
        item.text("executionArn", row.executionArn())
                .text("mapRunArn", row.arn())
                .text("stateMachineArn", row.stateMachineArn())
                .time("startDate", row.startedAt())
                .time("stopDate", row.stoppedAt());
    }
}
