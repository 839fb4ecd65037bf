package dev.skald.server.api;

import dev.skald.asl.RunClass;
import dev.skald.core.Caller;
import dev.skald.core.OpenState;
import dev.skald.core.SagaStatus;
import dev.skald.core.Status;
import dev.skald.engine.ExecutionDescription;
import dev.skald.engine.RunResult;
import dev.skald.engine.Skald;
import dev.skald.engine.store.ExecutionQuery;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.server.json.JsonWriter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/executions}, newest first, and each of them. */
final class ReadExecutions {
    private static final int LIMIT_DEFAULT = 50;

    /** Every execution of a page that has not succeeded is asked for its states or its error, so pages are short. */
    private static final int LIMIT_MAX = 200;

    private final Skald skald;
    private final ReadMachines machines;

    ReadExecutions(Skald skald, ReadMachines machines) {
        this.skald = skald;
        this.machines = machines;
    }

    void list(QueryParameters query, JsonWriter out) {
        int limit = query.limit(LIMIT_DEFAULT, LIMIT_MAX);
        ExecutionSearch search = ExecutionSearch.of(query);
        ExecutionSearch.Found found = search.find(
                skald, query.number("before", Long.MAX_VALUE), limit, (before, rows) -> page(query, before, rows));
        out.list("executions", items -> found.rows().forEach(row -> items.object(item -> item(row, item))));
        if (found.before() != null) out.text("before", Long.toString(found.before()));
    }

    private List<ExecutionRow> page(QueryParameters query, long before, int rows) {
        String machine = query.text("machine");
        return skald.listExecutions(new ExecutionQuery(
                machine == null ? null : machines.arn(machine),
                null,
                status(query),
                null,
                query.attributes(),
                before,
                rows,
                runClass(query.text("class")),
                sagaStatuses(query.text("sagaStatus"))));
    }

    /** Only what runs is in a state. */
    private static @Nullable Status status(QueryParameters query) {
        String text = query.text("status");
        if (text != null) return status(text);
        return query.text("state") == null ? null : Status.RUNNING;
    }

    static @Nullable RunClass runClass(@Nullable String text) {
        for (RunClass runClass : RunClass.values()) if (runClass.name().equalsIgnoreCase(text)) return runClass;
        if (text == null) return null;
        throw new IllegalArgumentException(
                "'class' must be one of " + List.of(RunClass.values()) + ", not '" + text + "'.");
    }

    /** @throws IllegalArgumentException when it is none */
    static Status status(String text) {
        try {
            return Status.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException(
                    "'status' must be one of " + List.of(Status.values()) + ", not '" + text + "'.", unknown);
        }
    }

    /** One or several, with commas. */
    private static Set<SagaStatus> sagaStatuses(@Nullable String text) {
        if (text == null) return Set.of();
        return Stream.of(text.split(",", -1)).map(ReadExecutions::sagaStatus).collect(Collectors.toSet());
    }

    private static SagaStatus sagaStatus(String name) {
        for (SagaStatus status : SagaStatus.values()) if (status.name().equalsIgnoreCase(name.strip())) return status;
        throw new IllegalArgumentException(
                "'sagaStatus' must be of " + List.of(SagaStatus.values()) + ", not '" + name + "'.");
    }

    private void item(ExecutionRow row, JsonWriter item) {
        members(row, item);
        if (row.status() == Status.RUNNING)
            openStates(
                    ExecutionSearch.described(skald, row)
                            .map(ExecutionDescription::openStates)
                            .orElse(List.of()),
                    item);
        else if (row.status() != Status.SUCCEEDED)
            item.text("error", skald.insight().error(row).orElse(null));
    }

    void describe(String executionArn, QueryParameters query, JsonWriter out) {
        ExecutionDescription description = skald.describeExecution(executionArn);
        write(description, query.payloads(), out);
        origin(description, out);
    }

    /** Where it came from: what started it, if that is kept, and the Map Run whose child it is. */
    private void origin(ExecutionDescription description, JsonWriter out) {
        Caller caller = description.caller();
        if (caller != null)
            skald.insight().execution(caller.executionId()).ifPresent(parent -> out.text("startedBy", parent.arn()));
        ExecutionRow.MapItem item = description.row().origin().mapItem();
        if (item != null) out.text("mapRunArn", item.mapRunArn());
    }

    /** As an object of its own. */
    static JsonWriter described(ExecutionDescription description, boolean payloads) {
        JsonWriter out = new JsonWriter();
        write(description, payloads, out);
        return out;
    }

    private static void write(ExecutionDescription description, boolean payloads, JsonWriter out) {
        RunResult result = description.result();
        members(description.row(), out);
        out.text("roleArn", description.row().roleArn()).number("events", description.events());
        if (payloads)
            out.raw("input", result.input().text())
                    .raw(
                            "output",
                            result.output() == null ? null : result.output().text());
        out.text("error", result.error()).text("cause", result.cause());
        openStates(description.openStates(), out);
    }

    private static void members(ExecutionRow row, JsonWriter out) {
        out.text("executionArn", row.arn())
                .text("stateMachineArn", row.stateMachineArn())
                .text("name", row.name())
                .text("type", row.type().name())
                .text("status", row.status().name())
                .text("sagaStatus", row.sagaStatus().name())
                .text("runClass", row.runClass() == null ? null : row.runClass().name())
                .iso("startedAt", row.startedAt())
                .iso("stoppedAt", row.stoppedAt())
                .number("redriveCount", (long) row.redriveCount())
                .iso("redrivenAt", row.redrivenAt())
                .flag("sleeping", row.atRest())
                .texts("searchAttributes", row.searchAttributes());
    }

    private static void openStates(List<OpenState> states, JsonWriter out) {
        out.list(
                "openStates",
                items -> states.forEach(state -> items.object(item -> item.text("name", state.name())
                        .text("type", state.type().name())
                        .iso("since", state.since())
                        .text("waitingFor", state.waitingFor().name())
                        .number("retryCount", (long) state.retryCount())
                        .iso("dueAt", state.dueAt()))));
    }
}
