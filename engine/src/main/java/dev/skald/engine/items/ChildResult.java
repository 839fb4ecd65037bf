package dev.skald.engine.items;

import dev.skald.asl.Json;
import dev.skald.asl.Payload;
import dev.skald.core.Status;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How one child execution of a Map Run ended.
 *
 * @param status {@link Status#RUNNING} for an item that was not done: its file is PENDING
 * @param startedAt null for an item that was not begun
 */
public record ChildResult(
        String executionArn,
        String stateMachineArn,
        String name,
        Status status,
        Payload input,
        @Nullable Payload output,
        @Nullable String error,
        @Nullable String cause,
        @Nullable Instant startedAt,
        @Nullable Instant stoppedAt,
        int redriveCount) {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** Of an item, or a batch, for which no child was begun. */
    public static ChildResult pending(Payload input) {
        return new ChildResult("", "", "", Status.RUNNING, input, null, null, null, null, null, 0);
    }

    /** As AWS describes a child in result files: members by name; input and output as texts. */
    public JsonNode toJson() {
        return status == Status.RUNNING ? pending() : ended();
    }

    /** An item that was not begun has no execution yet. */
    private JsonNode pending() {
        ObjectNode result = Json.object();
        data(result, "Input", input);
        return result.put("Status", "PENDING");
    }

    private JsonNode ended() {
        ObjectNode result = Json.object();
        text(result, "Cause", cause);
        text(result, "Error", error);
        result.put("ExecutionArn", executionArn);
        data(result, "Input", input);
        result.put("Name", name);
        data(result, "Output", output);
        redrive(result);
        text(result, "StartDate", date(startedAt));
        result.put("StateMachineArn", stateMachineArn);
        result.put("Status", status.name());
        text(result, "StopDate", date(stoppedAt));
        return result;
    }

    private static void data(ObjectNode result, String name, @Nullable Payload payload) {
        if (payload == null) return;
        result.put(name, payload.text());
        result.putObject(name + "Details").put("Included", true);
    }

    private void redrive(ObjectNode result) {
        result.put("RedriveCount", redriveCount);
        if (status == Status.SUCCEEDED) {
            result.put("RedriveStatus", "NOT_REDRIVABLE");
            result.put("RedriveStatusReason", "Execution is SUCCEEDED and cannot be redriven");
        } else {
            result.put("RedriveStatus", isExpress() ? "REDRIVABLE_BY_MAP_RUN" : "REDRIVABLE");
        }
    }

    private boolean isExpress() {
        return executionArn.contains(":express:");
    }

    private static @Nullable String date(@Nullable Instant instant) {
        return instant == null ? null : DATE.format(instant);
    }

    private static void text(ObjectNode result, String name, @Nullable String value) {
        if (value != null) result.put(name, value);
    }
}
