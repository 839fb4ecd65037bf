package dev.skald.server.api;

import dev.skald.engine.Skald;
import dev.skald.engine.store.DecisionQuery;
import dev.skald.engine.store.DecisionRow;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.server.json.JsonWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What persons decided: of what was parked, of tasks that waited for their tokens, of dead letters.
 *
 * <pre>
 * GET /decisions?machine=NAME-OR-ARN&amp;execution=ARN&amp;before=NUMBER&amp;limit=N    the newest first
 * </pre>
 */
final class DecisionApi {
    private static final String DECISIONS = "decisions";
    private static final int LIMIT_DEFAULT = 20;
    private static final int LIMIT_MAX = 200;

    private final Skald skald;
    private final ReadMachines machines;

    DecisionApi(Skald skald) {
        this.skald = skald;
        machines = new ReadMachines(skald);
    }

    /** Answers, unless there is nothing at that path. */
    boolean route(String[] path, QueryParameters query, JsonWriter out) {
        if (path.length != 1 || !path[0].equals(DECISIONS)) return false;
        int limit = query.limit(LIMIT_DEFAULT, LIMIT_MAX);
        List<DecisionRow> rows = skald.insight()
                .decisions(new DecisionQuery(
                        machine(query.text("machine")),
                        execution(query.text("execution")),
                        query.number("before", Long.MAX_VALUE),
                        limit + 1));
        List<DecisionRow> shown = rows.subList(0, Math.min(limit, rows.size()));
        out.list(DECISIONS, items -> shown.forEach(row -> items.object(item -> write(row, item))));
        if (shown.size() < rows.size())
            out.text("before", Long.toString(shown.getLast().number()));
        return true;
    }

    private @Nullable String machine(@Nullable String given) {
        return given == null ? null : machines.arn(given);
    }

    private @Nullable Long execution(@Nullable String arn) {
        return arn == null ? null : (Long) skald.describeExecution(arn).row().id();
    }

    private void write(DecisionRow row, JsonWriter item) {
        item.number("number", row.number())
                .text("kind", row.kind().name())
                .text("who", row.who())
                .text("why", row.why())
                .iso("at", row.at());
        if (row.executionId() == 0) item.number("deadLetter", row.sequence()).text("targetArn", row.about());
        else skald.insight().execution(row.executionId()).ifPresent(execution -> of(execution, row, item));
    }

    private static void of(ExecutionRow execution, DecisionRow row, JsonWriter item) {
        item.text("executionArn", execution.arn())
                .text("stateMachineArn", execution.stateMachineArn())
                .text("name", execution.name())
                .text("state", row.about().isEmpty() ? null : row.about())
                .number("event", row.sequence());
    }
}
