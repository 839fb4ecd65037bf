package dev.skald.server.api;

import dev.skald.engine.ServiceException;
import dev.skald.engine.Skald;
import dev.skald.engine.VirtualTime;
import dev.skald.engine.store.StoreException;
import dev.skald.server.http.Answer;
import dev.skald.server.http.BodyTooLarge;
import dev.skald.server.http.Endpoint;
import dev.skald.server.http.LongPolls;
import dev.skald.server.http.Request;
import dev.skald.server.json.JsonReader;
import dev.skald.server.json.JsonWriter;
import dev.skald.server.links.TaskLinks;
import dev.skald.tasks.events.EventBus;
import dev.skald.tasks.functions.RecentFunctionLines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code /api/v1/...}: {@code GET} reads ({@link ReadApi}) and follows ({@link FollowStreams}), {@code POST} with a JSON
 * object redrives ({@link RedriveApi}), acts on a saga ({@link SagaApi}) or a task ({@link TaskApi}), validates ({@link ValidateApi}) and rehearses ({@link
 * RehearsalApi}), deploys ({@link DeploymentApi}) or lets virtual time pass ({@link TimeApi}).
 * An error is {@code {"error": CODE, "message": TEXT}} with AWS's code where AWS has one.
 */
public final class SkaldApi implements Endpoint {
    /** Where this API lives. */
    public static final String ROOT = "/api/v1/";

    static final String EXECUTIONS = "executions";
    static final String MACHINES = "machines";

    private static final Logger LOG = LoggerFactory.getLogger(SkaldApi.class);

    private final Documents documents = new Documents();
    private final FollowStreams streams;
    private final ReadApi read;
    private final RedriveApi redrive;
    private final SagaApi saga;
    private final TaskApi tasks;
    private final StatusApi status;
    private final ValidateApi validate;
    private final RehearsalApi rehearsals = new RehearsalApi();
    private final TimeApi time;
    private final DeploymentApi deployments;
    private final ConsoleApi console;
    private final EventApi events;
    private final FunctionLogApi functionLog;

    /**
     * @param followPoll how long a request for events waits for one
     * @param virtual the engine's time, when it passes only if told so; null when it is real
     * @param bus null when there is none
     * @param functionLines what functions have written
     */
    public SkaldApi(
            Skald skald,
            TaskLinks links,
            Followers followers,
            LongPolls longPolls,
            Duration followPoll,
            @Nullable VirtualTime virtual,
            Deployments deployed,
            @Nullable EventBus bus,
            RecentFunctionLines functionLines) {
        streams = new FollowStreams(skald, followers, longPolls);
        read = new ReadApi(skald, followers, longPolls, followPoll);
        redrive = new RedriveApi(skald);
        saga = new SagaApi(skald);
        tasks = new TaskApi(skald, links);
        status = new StatusApi(skald);
        validate = new ValidateApi(skald);
        time = new TimeApi(skald, virtual);
        deployments = new DeploymentApi(deployed);
        console = new ConsoleApi(skald);
        events = new EventApi(bus);
        functionLog = new FunctionLogApi(functionLines);
    }

    @Override
    public Answer answer(Request request) throws IOException, InterruptedException {
        Answer answer = answered(request);
        return answer.and(Map.of(TimeApi.HEADER, time.header()));
    }

    private Answer answered(Request request) throws IOException, InterruptedException {
        try {
            return route(request);
        } catch (ServiceException refused) {
            return error(status(refused.code()), refused.code(), refused.message());
        } catch (IllegalArgumentException malformed) {
            return error(400, "ValidationException", String.valueOf(malformed.getMessage()));
        } catch (BodyTooLarge tooLarge) {
            return error(413, "RequestEntityTooLarge", String.valueOf(tooLarge.getMessage()));
        } catch (UncheckedIOException unusable) {
            LOG.warn("no links can be made", unusable);
            return error(503, "ServiceUnavailable", String.valueOf(unusable.getMessage()));
        } catch (StoreException unavailable) {
            LOG.warn("the store did not answer {}", request.path(), unavailable);
            return error(503, "ServiceUnavailable", "The store is not available. Try again.");
        }
    }

    private Answer route(Request request) throws IOException, InterruptedException {
        String[] path = path(request);
        Optional<Answer> document = request.method().equals("GET") ? documents.at(path) : Optional.empty();
        if (document.isPresent()) return document.get();
        QueryParameters query = new QueryParameters(request.parameters());
        Optional<Answer> stream = request.method().equals("GET") ? streams.at(path, query) : Optional.empty();
        if (stream.isPresent()) return stream.get();
        JsonWriter out = new JsonWriter();
        boolean found = switch (request.method()) {
            case "GET" -> get(path, query, out);
            case "POST" -> {
                // What is to be done stands in the body: a dryRun beside it must not go unheard.
                query.requireNoOther();
                yield post(path, members(request), out);
            }
            default ->
                throw new ServiceException(
                        "MethodNotAllowed",
                        "This API is there to read from (GET), and to redrive, act on sagas and tasks, validate, and deploy (POST).");
        };
        return found
                ? Answer.json(200, out.end())
                : error(404, "NotFound", "There is nothing to " + request.method() + " at " + request.path() + ".");
    }

    private boolean get(String[] path, QueryParameters query, JsonWriter out) throws InterruptedException {
        boolean found = functionLog.route(path, query, out)
                || read.route(path, query, out)
                || saga.route(path, out)
                || tasks.route(path, query, out)
                || status.route(path, out)
                || validate.route(path, out)
                || time.route(path, out)
                || deployments.route(path, out)
                || console.route(path, query, out)
                || events.route(path, query, out);
        if (found) query.requireNoOther();
        return found;
    }

    private boolean post(String[] path, BodyMembers in, JsonWriter out) throws InterruptedException {
        return redrive.route(path, in, out)
                || saga.route(path, in, out)
                || tasks.route(path, in, out)
                || validate.route(path, in, out)
                || GraphApi.route(path, in, out)
                || DefinitionApi.route(path, in, out)
                || rehearsals.route(path, in, out)
                || time.route(path, in, out)
                || deployments.route(path, in, out)
                || console.route(path, in, out)
                || events.route(path, in, out);
    }

    private static String[] path(Request request) {
        String[] path = request.path().substring(ROOT.length()).split("/", -1);
        for (int i = 0; i < path.length; i++)
            path[i] = URLDecoder.decode(path[i].replace("+", "%2B"), StandardCharsets.UTF_8);
        return path;
    }

    private static BodyMembers members(Request request) throws IOException {
        byte[] body = request.body().bytes();
        // Of what is missing nobody knows what it means: an empty filter would find everything.
        if (body.length == 0) throw new IllegalArgumentException("The body is empty: it must be a JSON object.");
        return new BodyMembers(JsonReader.object(body)
                .orElseThrow(() -> new IllegalArgumentException("The body is no JSON object, or nested too deeply.")));
    }

    private static int status(String code) {
        if (code.endsWith("DoesNotExist") || code.equals("ResourceNotFound")) return 404;
        return switch (code) {
            case "MethodNotAllowed" -> 405;
            case "TaskTimedOut" -> 410;
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
