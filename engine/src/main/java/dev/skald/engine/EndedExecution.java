package dev.skald.engine;

import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.engine.store.ExecutionRow;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a task that waited for an execution gets: DescribeExecution's answer, with capital initials. */
final class EndedExecution {
    private EndedExecution() {}

    /**
     * @param refusal why it cannot be redriven; null when it can
     * @param parsed whether input and output are JSON, as with {@code .sync:2}, and not the text of it
     */
    static Payload of(ExecutionDescription ended, @Nullable String refusal, boolean parsed) {
        ExecutionRow row = ended.row();
        RunResult result = ended.result();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        text(answer, "Cause", result.cause());
        text(answer, "Error", result.error());
        answer.put("ExecutionArn", row.arn());
        data(answer, "Input", result.input(), parsed);
        answer.put("Name", result.name());
        data(answer, "Output", result.output(), parsed);
        if (row.type() == MachineType.STANDARD) redrive(answer, row, refusal);
        answer.put("StartDate", row.startedAt().toEpochMilli());
        text(answer, "StateMachineAliasArn", row.origin().aliasArn());
        answer.put("StateMachineArn", row.stateMachineArn());
        text(answer, "StateMachineVersionArn", row.origin().versionArn());
        answer.put("Status", result.status().name());
        time(answer, "StopDate", result.stoppedAt());
        return Payload.of(answer);
    }

    private static void redrive(ObjectNode answer, ExecutionRow row, @Nullable String refusal) {
        answer.put("RedriveCount", row.redriveCount());
        time(answer, "RedriveDate", row.redrivenAt());
        answer.put("RedriveStatus", refusal == null ? "REDRIVABLE" : "NOT_REDRIVABLE");
        text(answer, "RedriveStatusReason", refusal);
    }

    private static void text(ObjectNode answer, String name, @Nullable String value) {
        if (value != null) answer.put(name, value);
    }

    private static void time(ObjectNode answer, String name, @Nullable Instant value) {
        if (value != null) answer.put(name, value.toEpochMilli());
    }

    private static void data(ObjectNode answer, String name, @Nullable Payload data, boolean parsed) {
        if (data == null) return;
        if (parsed) answer.set(name, data.node());
        else answer.put(name, data.text());
        answer.putObject(name + "Details").put("Included", true);
    }
}
