package dev.skald.server.api;

import static dev.skald.server.api.SkaldApi.EXECUTIONS;
import static dev.skald.server.api.SkaldApi.MACHINES;

import dev.skald.engine.Skald;
import dev.skald.server.http.LongPolls;
import dev.skald.server.json.JsonWriter;
import java.time.Duration;

/**
 * What there is to read below {@code /api/v1}. Changes nothing.
 *
 * <pre>
 * /machines?after=NAME&amp;limit=N
 * /executions?machine=NAME-OR-ARN&amp;status=S&amp;class=C&amp;sagaStatus=S,S&amp;attribute.NAME=VALUE&amp;before=ID&amp;limit=N
 *     &amp;name=TEXT&amp;from=INSTANT&amp;until=INSTANT&amp;error=NAME&amp;cause=TEXT&amp;input=TEXT     see {@link ExecutionSearch}
 * /executions/ARN?payloads=none
 * /executions/ARN/events?from=SEQUENCE&amp;limit=N&amp;payloads=none     waits up to 20 s for an event of an open execution
 * /executions/ARN/variables?event=SEQUENCE
 * </pre>
 */
final class ReadApi {
    private final ReadMachines machines;
    private final ReadExecutions executions;
    private final ReadEvents events;

    ReadApi(Skald skald, Followers followers, LongPolls longPolls, Duration followPoll) {
        machines = new ReadMachines(skald);
        executions = new ReadExecutions(skald, machines);
        events = new ReadEvents(skald, followers, longPolls, followPoll);
    }

    /** Answers, unless there is nothing at that path. */
    boolean route(String[] path, QueryParameters query, JsonWriter out) throws InterruptedException {
        if (path.length == 1 && path[0].equals(MACHINES)) machines.list(query, out);
        else if (path.length == 1 && path[0].equals(EXECUTIONS)) executions.list(query, out);
        else if (path.length == 2 && path[0].equals(EXECUTIONS)) executions.describe(path[1], query, out);
        else if (path.length == 3 && path[0].equals(EXECUTIONS) && path[2].equals("events"))
            events.read(path[1], query, out);
        else if (path.length == 3 && path[0].equals(EXECUTIONS) && path[2].equals("variables"))
            events.variables(path[1], query, out);
        else return false;
        return true;
    }
}
