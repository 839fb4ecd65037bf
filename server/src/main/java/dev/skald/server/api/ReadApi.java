package dev.skald.server.api;

import dev.skald.engine.ServiceException;
import dev.skald.engine.Skald;
import dev.skald.engine.store.StoreException;
import dev.skald.server.http.Answer;
import dev.skald.server.http.Endpoint;
import dev.skald.server.http.LongPolls;
import dev.skald.server.http.Request;
import dev.skald.server.json.JsonWriter;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /api/v1/...}. An error is {@code {"error": CODE, "message": TEXT}} with AWS's code where AWS has one.
 *
 * <pre>
 * /api/v1/machines?after=NAME&amp;limit=N
 * /api/v1/executions?machine=NAME-OR-ARN&amp;status=S&amp;attribute.NAME=VALUE&amp;before=ID&amp;limit=N
 * /api/v1/executions/ARN
 * /api/v1/executions/ARN/events?from=SEQUENCE&amp;limit=N     waits up to 20 s for an event of an open execution
 * </pre>
 */
public final class ReadApi implements Endpoint {
    /** Where this API lives. */
    public static final String ROOT = "/api/v1/";

    private static final Logger LOG = LoggerFactory.getLogger(ReadApi.class);
    private static final String EXECUTIONS = "executions";

    private final ReadMachines machines;
    private final ReadExecutions executions;
    private final ReadEvents events;

    /** @param followPoll how long a request for events waits for one */
    public ReadApi(Skald skald, Followers followers, LongPolls longPolls, Duration followPoll) {
        machines = new ReadMachines(skald);
        executions = new ReadExecutions(skald, machines);
        events = new ReadEvents(skald, followers, longPolls, followPoll);
    }

    @Override
    public Answer answer(Request request) throws InterruptedException {
        if (!request.method().equals("GET")) return error(405, "MethodNotAllowed", "This API is there to read from.");
        try {
            return route(request);
        } catch (ServiceException refused) {
            return error(status(refused.code()), refused.code(), refused.message());
        } catch (IllegalArgumentException malformed) {
            return error(400, "ValidationException", String.valueOf(malformed.getMessage()));
        } catch (StoreException unavailable) {
            LOG.warn("the store did not answer {}", request.path(), unavailable);
            return error(503, "ServiceUnavailable", "The store is not available. Try again.");
        }
    }

    private Answer route(Request request) throws InterruptedException {
        String[] path = request.path().substring(ROOT.length()).split("/", -1);
        QueryParameters query = new QueryParameters(request.parameters());
        JsonWriter out = new JsonWriter();
        if (path.length == 1 && path[0].equals("machines")) machines.list(query, out);
        else if (path.length == 1 && path[0].equals(EXECUTIONS)) executions.list(query, out);
        else if (path.length == 2 && path[0].equals(EXECUTIONS)) executions.describe(decoded(path[1]), out);
        else if (path.length == 3 && path[0].equals(EXECUTIONS) && path[2].equals("events"))
            events.read(decoded(path[1]), query, out);
        else return error(404, "NotFound", "There is nothing at " + request.path() + ".");
        return Answer.json(200, out.end());
    }

    private static String decoded(String segment) {
        return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static int status(String code) {
        if (code.endsWith("DoesNotExist")) return 404;
        return switch (code) {
            case "InternalFailure" -> 500;
            case "ServiceUnavailable" -> 503;
            default -> 400;
        };
    }

    private static Answer error(int status, String code, String message) {
        return Answer.json(
                status,
                new JsonWriter().text("error", code).text("message", message).end());
    }
}
