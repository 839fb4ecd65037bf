package dev.skald.server.aws;

import dev.skald.asl.MachineType;
import dev.skald.core.Status;
import dev.skald.engine.ServiceException;
import dev.skald.engine.Skald;
import dev.skald.engine.store.ExecutionQuery;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.VersionRow;
import dev.skald.server.json.JsonWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** ListExecutions of a STANDARD machine, newest first. */
final class ListExecutions implements Action {
    private static final String PENDING_REDRIVE = "PENDING_REDRIVE";

    private final Skald skald;

    ListExecutions(Skald skald) {
        this.skald = skald;
    }

    @Override
    public void perform(Parameters in, JsonWriter out) {
        String arn = arn(in);
        String list = list(in, arn);
        Page page = Page.of(in, list);
        Started started = started(in, arn);
        List<ExecutionRow> rows = rows(in, started, page);
        List<ExecutionRow> shown = page.cut(rows);
        out.list("executions", items -> shown.forEach(row -> items.object(item -> item(row, item))));
        if (shown.size() < rows.size())
            out.text("nextToken", Page.token(list, Long.toString(shown.getLast().id())));
    }

    /** What is listed: a token belongs to one machine or Map Run and its filters. */
    private static String list(Parameters in, String arn) {
        return String.join(" ", "ListExecutions", arn, in.text("statusFilter", ""), in.text("redriveFilter", ""));
    }

    private Started started(Parameters in, String arn) {
        if (in.has("mapRunArn"))
            return new Started(null, skald.describeMapRun(arn).row().arn());
        Started started = Started.of(arn, skald);
        String machine = started.stateMachineArn;
        if (machine != null && skald.describeStateMachine(machine).type() != MachineType.STANDARD)
            throw new ServiceException(
                    "StateMachineTypeNotSupported", "This operation is not supported by this type of state machine");
        return started;
    }

    /**
     * What is asked for.
     *
     * @param stateMachineArn null when it is a Map Run
     * @param through the version, the alias or the Map Run; null when it is the machine
     */
    private record Started(
            @Nullable String stateMachineArn, @Nullable String through) {
        static Started of(String arn, Skald skald) {
            Optional<VersionRow> version = skald.findVersion(arn);
            if (version.isPresent()) return new Started(version.get().stateMachineArn(), arn);
            return alias(arn, skald);
        }

        private static Started alias(String arn, Skald skald) {
            try {
                return new Started(skald.describeAlias(arn).stateMachineArn(), arn);
            } catch (ServiceException none) {
                return new Started(arn, null);
            }
        }
    }

    private static String arn(Parameters in) {
        String stateMachineArn = in.text("stateMachineArn");
        String mapRunArn = in.text("mapRunArn");
        if (stateMachineArn != null && mapRunArn == null) return stateMachineArn;
        if (stateMachineArn == null && mapRunArn != null) return mapRunArn;
        throw new ServiceException("ValidationException", "Must specify exactly one of stateMachineArn or mapRunArn");
    }

    private List<ExecutionRow> rows(Parameters in, Started started, Page page) {
        String status = in.text("statusFilter");
        // A redrive sees to the children one after the other: none of them is seen pending.
        if (PENDING_REDRIVE.equals(status)) return List.of();
        return skald.listExecutions(new ExecutionQuery(
                started.stateMachineArn,
                started.through,
                status == null ? null : Status.valueOf(status),
                redriven(in.text("redriveFilter")),
                Map.of(),
                page.after() == null ? Long.MAX_VALUE : Long.parseLong(page.after()),
                page.size() + 1));
    }

    private static @Nullable Boolean redriven(@Nullable String filter) {
        return filter == null ? null : (Boolean) filter.equals("REDRIVEN");
    }

    private static void item(ExecutionRow row, JsonWriter item) {
        item.text("executionArn", row.arn())
                .text("stateMachineArn", row.stateMachineArn())
                .text("name", row.name())
                .text("status", row.status().name())
                .time("startDate", row.startedAt())
                .time("stopDate", row.stoppedAt())
                .text("stateMachineVersionArn", row.origin().versionArn())
                .text("stateMachineAliasArn", row.origin().aliasArn())
                .number("redriveCount", (long) row.redriveCount())
                .time("redriveDate", row.redrivenAt());
        ExecutionRow.MapItem child = row.origin().mapItem();
        if (child != null) item.text("mapRunArn", child.mapRunArn()).number("itemCount", (long) child.itemCount());
    }
}
