package dev.skald.server.aws;

import dev.skald.engine.Skald;
import dev.skald.engine.store.AliasRow;
import dev.skald.server.json.JsonWriter;
import java.util.List;

/** ListStateMachineAliases of a machine, or of one of its versions. */
final class ListStateMachineAliases implements Action {
    private static final String LIST = "ListStateMachineAliases ";

    private final Skald skald;

    ListStateMachineAliases(Skald skald) {
        this.skald = skald;
    }

    @Override
    public void perform(Parameters in, JsonWriter out) {
        String arn = in.required("stateMachineArn");
        Page page = Page.of(in, LIST + arn);
        requireMachine(arn);
        List<AliasRow> rows = skald.listAliases(arn, page.after(), page.size() + 1);
        List<AliasRow> shown = page.cut(rows);
        out.list("stateMachineAliases", items -> shown.forEach(row -> items.object(item -> item(row, item))));
        if (shown.size() < rows.size())
            out.text("nextToken", Page.token(LIST + arn, shown.getLast().name()));
    }

    private void requireMachine(String arn) {
        Arn.requireMachine(arn);
        if (skald.findVersion(arn).isEmpty()) skald.describeStateMachine(arn);
    }

    private static void item(AliasRow row, JsonWriter item) {
        item.text("stateMachineAliasArn", row.arn()).time("creationDate", row.createdAt());
    }
}
