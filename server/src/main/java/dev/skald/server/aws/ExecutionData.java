package dev.skald.server.aws;

import dev.skald.asl.Payload;
import dev.skald.engine.RunResult;
import dev.skald.server.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/** The members that show what an execution got and gave: input, output, error and cause. */
final class ExecutionData {
    private ExecutionData() {}

    static void write(RunResult result, IncludedData included, JsonWriter out) {
        payload("input", result.input(), included, out);
        payload("output", result.output(), included, out);
        if (!included.all()) return;
        out.text("error", result.error()).text("cause", result.cause());
    }

    private static void payload(String name, @Nullable Payload payload, IncludedData included, JsonWriter out) {
        if (payload == null) return;
        if (included.all()) out.text(name, payload.text());
        out.object(name + "Details", details -> details.flag("included", included.all()));
    }
}
