package dev.skald.server.aws;

import dev.skald.engine.Skald;
import dev.skald.engine.store.MachineRow;
import dev.skald.server.json.JsonWriter;
import java.util.List;

/** ListStateMachines, by name. */
final class ListStateMachines implements Action {
    private static final String LIST = "ListStateMachines";

    private final Skald skald;

    ListStateMachines(Skald skald) {
        this.skald = skald;
    }

    @Override
    public void perform(Parameters in, JsonWriter out) {
        Page page = Page.of(in, LIST);
        List<MachineRow> rows = skald.listStateMachines(page.after(), page.size() + 1);
        List<MachineRow> shown = page.cut(rows);
        out.list("stateMachines", items -> shown.forEach(row -> items.object(item -> item(row, item))));
        if (shown.size() < rows.size())
            out.text("nextToken", Page.token(LIST, shown.getLast().name()));
    }

    private static void item(MachineRow row, JsonWriter item) {
        item.text("stateMachineArn", row.arn())
                .text("name", row.name())
                .text("type", row.type().name())
                .time("creationDate", row.createdAt());
    }
}
