package dev.skald.tasks.http;

import dev.skald.asl.ErrorName;
import dev.skald.asl.TaskResource;
import dev.skald.core.Effect;
import dev.skald.engine.task.TaskCall;
import dev.skald.engine.task.TaskOutcome;
import dev.skald.engine.task.TaskPerformer;
import dev.skald.tasks.HttpCalls;
import dev.skald.tasks.http.AccessTokens.AccessToken;
import dev.skald.tasks.http.AccessTokens.NoToken;
import dev.skald.tasks.http.Connection.Authorization;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Tasks with {@code arn:aws:states:::http:invoke}: calls of HTTP APIs, with what a connection adds to let them in. Section
 * 2.5 of the reference.
 *
 * <p>Nothing is sent twice, but for one case: when the target refuses an access token with 401, the token is renewed, and the
 * call repeated once. What is known of a failed call is told exactly: not connected is {@link
 * Effect#NONE}; sent and no whole answer, a redirection, a time-out or failure of the server is {@link Effect#UNCERTAIN};
 * other refusals are {@link Effect#REPORTED}.
 */
public final class HttpTask implements TaskPerformer, AutoCloseable {
    /** How long a call may take, also on AWS. */
    public static final Duration CALL_TIME_MAX = Duration.ofSeconds(60);

    /** AWS's limit of an answer, in bytes. */
    public static final int RESPONSE_BYTES_MAX = 262_144;

    private static final int UNAUTHORIZED = 401;
    private static final String LIMIT = "http:invoke";

    private final Connections connections;
    private final int responseBytesMax;
    private final InstantSource clock;
    private final GuardedCalls calls;
    private final AccessTokens tokens;

    /**
     * @param connections looked at anew by each call
     * @param targets whom tasks may call
     * @param responseBytesMax the largest answer that is read; {@link #RESPONSE_BYTES_MAX} unless payloads may be larger
     * @param clock the clock of the calls' deadlines
     */
    public HttpTask(Connections connections, HttpTargets targets, int responseBytesMax, InstantSource clock) {
        this(connections, targets, responseBytesMax, clock, null);
    }

    /** @param tls whom to trust; null means whom the JVM trusts */
    HttpTask(
            Connections connections,
            HttpTargets targets,
            int responseBytesMax,
            InstantSource clock,
            @Nullable SSLContext tls) {
        this.connections = connections;
        this.responseBytesMax = responseBytesMax;
        this.clock = clock;
        this.calls = new GuardedCalls(targets, tls);
        this.tokens = new AccessTokens(calls, clock);
    }

    @Override
    public boolean performs(TaskResource resource) {
        return resource instanceof TaskResource.Integration integration
                && integration.service().equals("http")
                && integration.action().equals("invoke");
    }

    /** The host: a slow one does not hold up calls to others. */
    @Override
    public String limitedBy(TaskCall call) {
        String endpoint = call.parameters().node().path("ApiEndpoint").asString("");
        try {
            String host = URI.create(endpoint).getHost();
            return host == null ? LIMIT : LIMIT + ":" + host;
        } catch (IllegalArgumentException noUrl) {
            return LIMIT;
        }
    }

    @Override
    public TaskOutcome perform(TaskCall call) throws InterruptedException {
        try {
            return perform(call, HttpParameters.of(call.parameters().node()));
        } catch (UnusableParameters unusable) {
            return notStarted(ErrorName.RUNTIME, unusable.cause(call));
        } catch (NoToken noToken) {
            return notStarted(noToken.error(), noToken.why());
        }
    }

    private static TaskOutcome notStarted(String error, String cause) {
        return new TaskOutcome.Failed(error, cause, Effect.NONE);
    }

    private TaskOutcome perform(TaskCall call, HttpParameters parameters)
            throws UnusableParameters, NoToken, InterruptedException {
        Optional<Connection> connection = connections.find(parameters.connectionArn());
        if (connection.isEmpty())
            return notStarted(
                    "Events.ConnectionResource.ResourceNotFound",
                    "Connection " + parameters.connectionArn() + " does not exist.");
        Deadline deadline = Deadline.in(timeMillis(call));
        var exchange = new Exchange(call, parameters, connection.get(), deadline);
        HttpCalls.Result result =
                connection.get().authorization() instanceof Authorization.OAuthClientCredentials client
                        ? sendWithToken(exchange, client)
                        : send(exchange, null);
        return HttpOutcome.of(call, result);
    }

    private record Exchange(TaskCall call, HttpParameters parameters, Connection connection, Deadline deadline) {}

    private HttpCalls.Result sendWithToken(Exchange exchange, Authorization.OAuthClientCredentials client)
            throws UnusableParameters, NoToken, InterruptedException {
        AccessToken token = tokens.token(client, null, exchange.deadline());
        HttpCalls.Result first = send(exchange, token.text());
        if (!(first instanceof HttpCalls.Result.Answered(var answer)) || answer.status() != UNAUTHORIZED) return first;
        AccessToken renewed = tokens.token(client, token, exchange.deadline());
        return send(exchange, renewed.text());
    }

    private HttpCalls.Result send(Exchange exchange, @Nullable String token)
            throws UnusableParameters, InterruptedException {
        var request = HttpRequests.of(
                exchange.parameters(), exchange.connection(), token, region(exchange.call()), responseBytesMax);
        return calls.send(request, exchange.deadline(), responseBytesMax);
    }

    private static String region(TaskCall call) {
        String[] machine = call.stateMachineArn().split(":", 6);
        return machine.length < 6 ? "" : machine[3];
    }

    private long timeMillis(TaskCall call) {
        return TaskCall.timeLeft(call.deadline(), CALL_TIME_MAX, clock).toMillis();
    }

    /** Ends the calls under way and closes the connections. */
    @Override
    public void close() {
        calls.close();
    }
}
