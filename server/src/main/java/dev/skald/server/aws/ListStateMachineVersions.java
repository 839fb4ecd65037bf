package dev.skald.server.aws;

import dev.skald.engine.Skald;
import dev.skald.engine.store.VersionRow;
import dev.skald.server.json.JsonWriter;
import java.util.List;

/** ListStateMachineVersions, newest first. */
final class ListStateMachineVersions implements Action {
    private static final String LIST = "ListStateMachineVersions ";

    private final Skald skald;

    ListStateMachineVersions(Skald skald) {
        this.skald = skald;
    }

    @Override
    public void perform(Parameters in, JsonWriter out) {
        String arn = in.required("stateMachineArn");
        Page page = Page.of(in, LIST + arn);
        requireMachine(arn);
        int before = page.after() == null ? Integer.MAX_VALUE : Integer.parseInt(page.after());
        List<VersionRow> rows = skald.listVersions(arn, before, page.size() + 1);
        List<VersionRow> shown = page.cut(rows);
        out.list("stateMachineVersions", items -> shown.forEach(row -> items.object(item -> item(row, item))));
        if (shown.size() < rows.size())
            out.text(
                    "nextToken",
                    Page.token(LIST + arn, Integer.toString(shown.getLast().number())));
    }

    private void requireMachine(String arn) {
        Arn.requireMachine(arn);
        skald.describeStateMachine(arn);
    }

    private static void item(VersionRow row, JsonWriter item) {
        item.text("stateMachineVersionArn", row.arn()).time("creationDate", row.createdAt());
    }
}
