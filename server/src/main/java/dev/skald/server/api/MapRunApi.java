package dev.skald.server.api;

import dev.skald.core.Status;
import dev.skald.engine.MapRunDescription;
import dev.skald.engine.Skald;
import dev.skald.engine.store.ExecutionQuery;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.FailureQuery;
import dev.skald.engine.store.MapRunRow;
import dev.skald.server.json.JsonWriter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Map Runs.
 *
 * <pre>
 * GET /map-runs?execution=ARN                                   those of an execution, newest first
 * GET /map-runs/ARN                                             its progress, and where its children fail
 * GET /map-runs/ARN/items?status=S&amp;before=ID&amp;limit=N    its children, those begun last first
 * </pre>
 */
final class MapRunApi {
    private static final String MAP_RUNS = "map-runs";
    private static final int RUNS_MAX = 100;
    private static final int LIMIT_DEFAULT = 100;
    private static final int LIMIT_MAX = 1_000;
    private static final int FAILURES_MAX = 100;
    private static final long ANY = -1;

    private final Skald skald;
    private final FailureApi failures;

    MapRunApi(Skald skald, FailureApi failures) {
        this.skald = skald;
        this.failures = failures;
    }

    /** Answers, unless there is nothing at that path. */
    boolean route(String[] path, QueryParameters query, JsonWriter out) {
        if (!path[0].equals(MAP_RUNS) || path.length > 3) return false;
        if (path.length == 1) list(query, out);
        else if (path.length == 2) describe(path[1], out);
        else if (path[2].equals("items")) items(path[1], query, out);
        else return false;
        return true;
    }

    private void list(QueryParameters query, JsonWriter out) {
        String execution = query.text("execution");
        if (execution == null) throw new IllegalArgumentException("'execution' is required: the ARN of an execution.");
        List<MapRunRow> runs = skald.listMapRuns(execution, Long.MAX_VALUE, RUNS_MAX);
        out.list("mapRuns", items -> runs.forEach(run -> items.object(item -> members(run, item))));
    }

    private static void members(MapRunRow row, JsonWriter out) {
        out.text("mapRunArn", row.arn())
                .text("executionArn", row.executionArn())
                .text("stateMachineArn", row.stateMachineArn())
                .text("status", row.status().name())
                .iso("startedAt", row.startedAt())
                .iso("stoppedAt", row.stoppedAt())
                .number("maxConcurrency", (long) row.settings().maxConcurrency())
                .number("toleratedFailureCount", row.settings().toleratedFailureCount())
                .decimal("toleratedFailurePercentage", row.settings().toleratedFailurePercentage())
                .number("redriveCount", (long) row.redriveCount())
                .iso("redrivenAt", row.redrivenAt());
    }

    private void describe(String arn, JsonWriter out) {
        MapRunDescription run = skald.describeMapRun(arn);
        members(run.row(), out);
        out.object("items", counts -> counts(run.items(), counts))
                .object("executions", counts -> counts(run.executions(), counts));
        failures.list(new FailureQuery(null, arn, null, FAILURES_MAX), out);
    }

    private static void counts(MapRunDescription.Counts counts, JsonWriter out) {
        out.number("pending", counts.pending())
                .number("running", counts.running())
                .number("succeeded", counts.succeeded())
                .number("failed", counts.failed())
                .number("timedOut", counts.timedOut())
                .number("aborted", counts.aborted())
                .number("total", counts.total());
    }

    private void items(String arn, QueryParameters query, JsonWriter out) {
        skald.describeMapRun(arn);
        int limit = query.limit(LIMIT_DEFAULT, LIMIT_MAX);
        Status status = status(query.text("status"));
        long before = query.number("before", Long.MAX_VALUE);
        long index = query.number("index", ANY);
        List<ExecutionRow> rows = index == ANY
                ? skald.listExecutions(new ExecutionQuery(null, arn, status, null, Map.of(), before, limit + 1))
                : skald.insight().mapItem(arn, index).stream()
                        .filter(row -> row.id() < before && (status == null || row.status() == status))
                        .toList();
        List<ExecutionRow> shown = rows.subList(0, Math.min(limit, rows.size()));
        out.list("items", items -> shown.forEach(row -> items.object(item -> child(row, item))));
        if (shown.size() < rows.size())
            out.text("before", Long.toString(shown.getLast().id()));
    }

    private static @Nullable Status status(@Nullable String text) {
        return text == null ? null : ReadExecutions.status(text);
    }

    private static void child(ExecutionRow row, JsonWriter item) {
        item.text("executionArn", row.arn())
                .text("name", row.name())
                .text("status", row.status().name())
                .text("runClass", row.runClass() == null ? null : row.runClass().name())
                .iso("startedAt", row.startedAt())
                .iso("stoppedAt", row.stoppedAt());
        ExecutionRow.MapItem place = row.origin().mapItem();
        if (place != null) item.number("index", place.index()).number("itemCount", (long) place.itemCount());
    }
}
