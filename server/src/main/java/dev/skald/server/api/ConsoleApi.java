package dev.skald.server.api;

import dev.skald.engine.Skald;
import dev.skald.server.json.JsonWriter;

/** What the console's pages ask for, and scripts may as well: the overview, failures, machines, Map Runs, the desk, examples. */
final class ConsoleApi {
    private final OverviewApi overview;
    private final FailureApi failures;
    private final MachineApi machines;
    private final MapRunApi mapRuns;
    private final ParkApi parks;
    private final DecisionApi decisions;
    private final ExampleApi examples;

    ConsoleApi(Skald skald) {
        overview = new OverviewApi(skald);
        failures = new FailureApi(skald);
        machines = new MachineApi(skald, failures);
        mapRuns = new MapRunApi(skald, failures);
        parks = new ParkApi(skald);
        decisions = new DecisionApi(skald);
        examples = new ExampleApi(skald);
    }

    /** Answers, unless there is nothing at that path. */
    boolean route(String[] path, QueryParameters query, JsonWriter out) {
        return overview.route(path, query, out)
                || failures.route(path, query, out)
                || machines.route(path, query, out)
                || mapRuns.route(path, query, out)
                || parks.route(path, query, out)
                || decisions.route(path, query, out)
                || examples.route(path, out);
    }

    /** Acts, unless there is nothing to do at that path. */
    boolean route(String[] path, BodyMembers in, JsonWriter out) {
        return failures.route(path, in, out) || machines.route(path, in, out) || examples.route(path, in, out);
    }
}
