package dev.skald.server.api;

import dev.skald.engine.ServiceException;
import dev.skald.engine.Skald;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.server.json.JsonWriter;
import java.util.Set;

/**
 * Examples for a server that has none of one's own yet.
 *
 * <pre>
 * GET  /examples
 * POST /examples/NAME    {run}    deploys what is missing of it, and starts it
 * </pre>
 */
final class ExampleApi {
    private static final String EXAMPLES = "examples";

    private final Skald skald;

    ExampleApi(Skald skald) {
        this.skald = skald;
    }

    /** Answers, unless there is nothing at that path. */
    boolean route(String[] path, JsonWriter out) {
        if (path.length != 1 || !path[0].equals(EXAMPLES)) return false;
        out.list(EXAMPLES, items -> Example.ALL.forEach(example -> items.object(item -> write(example, item))));
        return true;
    }

    private static void write(Example example, JsonWriter item) {
        item.text("name", example.name())
                .text("title", example.title())
                .text("text", example.text())
                .text("definition", Example.definition(example.name()))
                .list(
                        "runs",
                        runs -> example.runs()
                                .forEach(run -> runs.object(entry -> entry.text("run", run.name())
                                        .text("text", run.text())
                                        .raw("input", run.input()))));
    }

    /** Acts, unless there is nothing to do at that path. */
    boolean route(String[] path, BodyMembers in, JsonWriter out) {
        if (path.length != 2 || !path[0].equals(EXAMPLES)) return false;
        in.allow(Set.of("run"));
        Example example = Example.named(path[1])
                .orElseThrow(() -> new ServiceException("ResourceNotFound", "There is no example '" + path[1] + "'."));
        String name = in.text("run");
        Example.Run run = name == null
                ? example.runs().getFirst()
                : example.runNamed(name)
                        .orElseThrow(() -> new IllegalArgumentException("The example has no run '" + name + "'."));
        ExecutionRow started = skald.startExecution(example.deploy(skald), null, example.input(run));
        out.text("stateMachineArn", started.stateMachineArn())
                .text("executionArn", started.arn())
                .iso("startedAt", started.startedAt());
        return true;
    }
}
