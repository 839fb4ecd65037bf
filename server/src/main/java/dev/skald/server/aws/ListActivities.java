package dev.skald.server.aws;

import dev.skald.engine.Skald;
import dev.skald.engine.store.ActivityRow;
import dev.skald.server.json.JsonWriter;
import java.util.List;

/** ListActivities, by name. */
final class ListActivities implements Action {
    private static final String LIST = "ListActivities";

    private final Skald skald;

    ListActivities(Skald skald) {
        this.skald = skald;
    }

    @Override
    public void perform(Parameters in, JsonWriter out) {
        Page page = Page.of(in, LIST);
        List<ActivityRow> rows = skald.listActivities(page.after(), page.size() + 1);
        List<ActivityRow> shown = page.cut(rows);
        out.list("activities", items -> shown.forEach(row -> items.object(item -> item(row, item))));
        if (shown.size() < rows.size())
            out.text("nextToken", Page.token(LIST, shown.getLast().name()));
    }

    private static void item(ActivityRow row, JsonWriter item) {
        item.text("activityArn", row.arn()).text("name", row.name()).time("creationDate", row.createdAt());
    }
}
