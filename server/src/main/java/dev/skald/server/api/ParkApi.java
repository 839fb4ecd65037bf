package dev.skald.server.api;

import dev.skald.core.Park;
import dev.skald.engine.SagaDescription;
import dev.skald.engine.ServiceException;
import dev.skald.engine.Skald;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.ParkedQuery;
import dev.skald.engine.store.ParkedRow;
import dev.skald.server.json.JsonWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What is parked, of all sagas.
 *
 * <pre>
 * GET /parks?machine=NAME-OR-ARN&amp;after=PLACE&amp;limit=N    executions with something parked, the longest waiting first
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
        List<ParkedRow> rows = skald.insight()
                .parked(new ParkedQuery(
                        machine == null ? null : machines.arn(machine), query.place("after"), limit + 1));
        List<ParkedRow> shown = rows.subList(0, Math.min(limit, rows.size()));
        out.list(
                "executions",
                items -> shown.forEach(one ->
                        saga(one.row()).ifPresent(saga -> items.object(item -> write(saga, item)))));
        if (shown.size() < rows.size())
            out.text("after", shown.getLast().place().toString());
        return true;
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
                                .sorted(Comparator.comparing(Park::since))
                                .limit(PARKS_MAX)
                                .forEach(park -> items.object(entry -> SagaApi.write(park, entry))));
    }
}
