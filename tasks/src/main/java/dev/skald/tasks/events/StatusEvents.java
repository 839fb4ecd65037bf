package dev.skald.tasks.events;

import dev.skald.asl.Json;
import dev.skald.asl.Payload;
import dev.skald.core.Event;
import dev.skald.core.Status;
import dev.skald.engine.EventSpace;
import dev.skald.engine.ExecutionDescription;
import dev.skald.engine.Skald;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.StatusChangeRow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes events of executions that begin and end, as AWS does. The changes are written down with the journal's own appends,
 * and stay until their events are accepted: in the same transaction. Section 5.2 of the reference.
 */
final class StatusEvents {
    static final String SOURCE = "aws.states";

    private static final String DETAIL_TYPE = "Step Functions Execution Status Change";

    /** How long input or output may be in an event, in bytes of escaped text, as on AWS. */
    static final int DATA_BYTES_MAX = 248 * 1024;

    private static final int PAGE = 100;

    private final Skald skald;
    private final EventSpace space;
    private final EventWriter writer;

    StatusEvents(Skald skald, EventSpace space, EventWriter writer) {
        this.skald = skald;
        this.space = space;
        this.writer = writer;
    }

    private record Made(String id, String text) {}

    /** Accepts the events of all changes that there are. */
    void accept() {
        List<StatusChangeRow> changes;
        do {
            changes = space.store().statusChanges(PAGE);
            if (!changes.isEmpty()) accept(changes);
        } while (changes.size() == PAGE);
    }

    private void accept(List<StatusChangeRow> changes) {
        List<Made> events = new ArrayList<>();
        for (StatusChangeRow change : changes)
            space.execution(change.executionId()).map(row -> event(change, row)).ifPresent(events::add);
        writer.write(batch -> {
            for (Made event : events) batch.accept(EventRule.DEFAULT_BUS, event.id, event.text);
            for (StatusChangeRow change : changes) batch.changes().statusChanged(change.number());
            return true;
        });
    }

    private Made event(StatusChangeRow change, ExecutionRow row) {
        ExecutionDescription described = skald.describeExecution(row.arn());
        Optional<Event> end = end(change, row);
        Instant at = end.map(Event::at).orElse(described.result().startedAt());
        String seed = row.arn() + '\n' + change.status() + '\n' + change.sequence();
        String id =
                UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString();
        ObjectNode detail = detail(change, described, end);
        return new Made(id, BusEvent.text(space, id, SOURCE, DETAIL_TYPE, at, List.of(row.arn()), detail));
    }

    /** The event that ended the execution, which may have been redriven since. */
    private Optional<Event> end(StatusChangeRow change, ExecutionRow row) {
        if (change.status() == Status.RUNNING) return Optional.empty();
        return skald.history(row.arn(), change.sequence(), 1).stream()
                .filter(event -> event.detail() instanceof Event.End)
                .findFirst();
    }

    private ObjectNode detail(StatusChangeRow change, ExecutionDescription described, Optional<Event> event) {
        ExecutionRow row = described.row();
        Event.End end = event.map(found -> (Event.End) found.detail()).orElse(null);
        ObjectNode detail = Json.object();
        detail.put("executionArn", row.arn())
                .put("stateMachineArn", row.stateMachineArn())
                .put("name", row.name())
                .put("status", change.status().name())
                .put("startDate", row.startedAt().toEpochMilli())
                .put(
                        "stopDate",
                        event.map(found -> (Long) found.at().toEpochMilli()).orElse(null));
        boolean inputIncluded = put(detail, "input", described.result().input());
        boolean outputIncluded = put(detail, "output", end == null ? null : end.output());
        detail.put("stateMachineVersionArn", row.origin().versionArn())
                .put("stateMachineAliasArn", row.origin().aliasArn())
                .put("redriveCount", row.redriveCount());
        Instant redrivenAt = row.redrivenAt();
        detail.put("redriveDate", redrivenAt == null ? null : (Long) redrivenAt.toEpochMilli());
        redrive(detail, change.status(), described);
        detail.putObject("inputDetails").put("included", inputIncluded);
        if (end == null || end.output() == null) detail.putNull("outputDetails");
        else detail.putObject("outputDetails").put("included", outputIncluded);
        return detail.put("error", end == null ? null : end.error()).put("cause", end == null ? null : end.cause());
    }

    /** False when it is too large to be included. */
    private static boolean put(ObjectNode detail, String name, @Nullable Payload payload) {
        if (payload == null || Json.write(Json.text(payload.text())).length() > DATA_BYTES_MAX) {
            detail.putNull(name);
            return false;
        }
        detail.put(name, payload.text());
        return true;
    }

    private void redrive(ObjectNode detail, Status status, ExecutionDescription described) {
        boolean mayBeRedriven = status != Status.RUNNING && status != Status.SUCCEEDED;
        String refusal = mayBeRedriven
                ? skald.redriveRefusal(described).orElse(null)
                : "Execution is " + status + " and cannot be redriven";
        detail.put("redriveStatus", refusal == null ? "REDRIVABLE" : "NOT_REDRIVABLE")
                .put("redriveStatusReason", refusal);
    }
}
