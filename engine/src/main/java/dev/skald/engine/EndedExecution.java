package dev.skald.engine;

import dev.skald.asl.Payload;
import dev.skald.engine.store.ExecutionRow;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a task that waited for an execution gets: DescribeExecution's answer, with capital initials. */
final class EndedExecution {
    private EndedExecution() {}

    /** @param parsed whether input and output are JSON, as with {@code .sync:2}, and not the text of it */
    static Payload of(ExecutionRow row, RunResult result, boolean parsed) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        if (result.cause() != null) answer.put("Cause", result.cause());
        if (result.error() != null) answer.put("Error", result.error());
        answer.put("ExecutionArn", row.arn());
        data(answer, "Input", result.input(), parsed);
        answer.put("Name", result.name());
        data(answer, "Output", result.output(), parsed);
        answer.put("StartDate", row.startedAt().toEpochMilli());
        answer.put("StateMachineArn", row.stateMachineArn());
        answer.put("Status", result.status().name());
        Instant stoppedAt = result.stoppedAt();
        if (stoppedAt != null) answer.put("StopDate", stoppedAt.toEpochMilli());
        return Payload.of(answer);
    }

    private static void data(ObjectNode answer, String name, @Nullable Payload data, boolean parsed) {
        if (data == null) return;
        if (parsed) answer.set(name, data.node());
        else answer.put(name, data.text());
        answer.putObject(name + "Details").put("Included", true);
    }
}
