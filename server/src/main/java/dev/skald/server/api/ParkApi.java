package dev.skald.server.api;

import dev.skald.core.SagaStatus;
import dev.skald.engine.SagaDescription;
import dev.skald.engine.ServiceException;
import dev.skald.engine.Skald;
import dev.skald.engine.store.ExecutionQuery;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.server.json.JsonWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is parked, of all sagas.
 *
 * <pre>
 * GET /parks?machine=NAME-OR-ARN&amp;before=ID&amp;limit=N    executions with something parked, newest first
 * </pre>
 */
final class ParkApi {
    private static final int LIMIT_DEFAULT = 20;

    /** Each of them is looked into, so pages are short. */
    private static final int LIMIT_MAX = 50;

    /** Parks of one execution that are shown; {@code /executions/ARN/saga} shows more. */
    private static final int PARKS_MAX = 20;

    private final Skald skald;
    private final ReadMachines machines;

    ParkApi(Skald skald) {
        this.skald = skald;
        machines = new ReadMachines(skald);
    }

    /** Answers, unless there is nothing at that path. */
    boolean route(String[] path, QueryParameters query, JsonWriter out) {
        if (path.length != 1 || !path[0].equals("parks")) return false;
        int limit = query.limit(LIMIT_DEFAULT, LIMIT_MAX);
        String machine = query.text("machine");
        List<ExecutionRow> rows = parked(
                machine == null ? null : machines.arn(machine), query.number("before", Long.MAX_VALUE), limit + 1);
        List<ExecutionRow> shown = rows.subList(0, Math.min(limit, rows.size()));
        out.list(
                "executions",
                items -> shown.forEach(row -> saga(row).ifPresent(saga -> items.object(item -> write(saga, item)))));
        if (shown.size() < rows.size())
            out.text("before", Long.toString(shown.getLast().id()));
        return true;
    }

    private List<ExecutionRow> parked(@Nullable String machine, long before, int limit) {
        return skald.listExecutions(new ExecutionQuery(
                machine, null, null, null, Map.of(), before, limit, null, Set.of(SagaStatus.PARKED)));
    }

    /** It may have gone on, or been purged, since the list was read. */
    private Optional<SagaDescription> saga(ExecutionRow row) {
        try {
            return Optional.of(skald.describeSaga(row.arn()))
                    .filter(saga -> !saga.parks().isEmpty());
        } catch (ServiceException gone) {
            if (!gone.code().equals("ExecutionDoesNotExist")) throw gone;
            return Optional.empty();
        }
    }

    private static void write(SagaDescription saga, JsonWriter item) {
        ExecutionRow row = saga.row();
        item.text("executionArn", row.arn())
                .text("stateMachineArn", row.stateMachineArn())
                .text("name", row.name())
                .text("status", row.status().name())
                .flag("pastPivot", saga.pastPivot())
                .number("parked", (long) saga.parks().size())
                .list(
                        "parks",
                        items -> saga.parks().stream()
                                .limit(PARKS_MAX)
                                .forEach(park -> items.object(entry -> SagaApi.write(park, entry))));
    }
}
