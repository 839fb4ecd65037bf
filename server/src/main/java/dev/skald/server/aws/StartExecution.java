package dev.skald.server.aws;

import dev.skald.engine.store.ExecutionRow;
import dev.skald.server.json.JsonWriter;

/** StartExecution: answers when the start is durable. */
final class StartExecution implements Action {
    private final Starts starts;

    StartExecution(Starts starts) {
        this.starts = starts;
    }

    @Override
    public void perform(Parameters in, JsonWriter out) {
        ExecutionRow row =
                starts.start(in.required("stateMachineArn"), in.text("name"), Input.of(in), in.traceHeader());
        out.text("executionArn", row.arn()).time("startDate", row.startedAt());
    }
}
