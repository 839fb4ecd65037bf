package dev.skald.server.api;

import dev.skald.engine.ServiceException;
import dev.skald.engine.Skald;
import dev.skald.engine.store.MachineRow;
import dev.skald.server.json.JsonWriter;
import java.util.List;
import java.util.Optional;

/** {@code /api/v1/machines}, by name. */
final class ReadMachines {
    private static final int LIMIT_DEFAULT = 100;
    private static final int LIMIT_MAX = 1_000;

    private final Skald skald;

    ReadMachines(Skald skald) {
        this.skald = skald;
    }

    void list(QueryParameters query, JsonWriter out) {
        int limit = query.limit(LIMIT_DEFAULT, LIMIT_MAX);
        List<MachineRow> rows = skald.listStateMachines(query.text("after"), limit + 1);
        List<MachineRow> shown = rows.subList(0, Math.min(limit, rows.size()));
        out.list("machines", items -> shown.forEach(row -> items.object(item -> item(row, item))));
        if (shown.size() < rows.size()) out.text("after", shown.getLast().name());
    }

    static void item(MachineRow row, JsonWriter item) {
        item.text("stateMachineArn", row.arn())
                .text("name", row.name())
                .text("type", row.type().name())
                .text("status", row.deleting() ? "DELETING" : "ACTIVE")
                .text("revisionId", row.revisionId())
                .iso("createdAt", row.createdAt())
                .iso("updatedAt", row.updatedAt());
    }

    /** Whether there is a machine of that name. */
    boolean exists(String name) {
        return find(name).isPresent();
    }

    /**
     * The ARN of a machine that is named by its name or its ARN.
     *
     * @throws ServiceException StateMachineDoesNotExist
     */
    String arn(String nameOrArn) {
        if (nameOrArn.startsWith("arn:")) return nameOrArn;
        return find(nameOrArn)
                .orElseThrow(() -> new ServiceException(
                        "StateMachineDoesNotExist", "State Machine Does Not Exist: '" + nameOrArn + "'"))
                .arn();
    }

    private Optional<MachineRow> find(String name) {
        List<MachineRow> page = skald.listStateMachines(null, LIMIT_MAX);
        while (!page.isEmpty()) {
            for (MachineRow row : page) if (row.name().equals(name)) return Optional.of(row);
            page = skald.listStateMachines(page.getLast().name(), LIMIT_MAX);
        }
        return Optional.empty();
    }
}
