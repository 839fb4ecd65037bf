package dev.skald.server;

import dev.skald.engine.Skald;
import dev.skald.engine.VirtualTime;
import dev.skald.server.access.Hosts;
import dev.skald.server.access.Secrets;
import dev.skald.server.access.SigV4;
import dev.skald.server.api.Deployments;
import dev.skald.server.api.SkaldApi;
import dev.skald.server.aws.Actions;
import dev.skald.server.aws.AwsEndpoint;
import dev.skald.server.aws.AwsService;
import dev.skald.server.events.EventActions;
import dev.skald.server.http.Endpoint;
import dev.skald.server.http.HttpListener;
import dev.skald.server.http.LongPolls;
import dev.skald.server.http.Request;
import dev.skald.server.lambda.LambdaApi;
import dev.skald.server.links.LinkKey;
import dev.skald.server.links.LinkPages;
import dev.skald.server.links.TaskLinks;
import dev.skald.server.metrics.Metrics;
import dev.skald.tasks.events.EventBus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A server over one engine: the AWS API at {@code POST /}, Lambda's Invoke API for the engine's functions, {@code /health}, {@code /ready}, {@code /metrics} and {@code
 * /api/v1}, and the pages behind links. Here, and only here, its parts are put together.
 *
 * <pre>{@code
 * Observation observation = new Observation();
 * try (Skald skald = Skald.at(file).listener(observation).performer(observation.sdkTasks()).open();
 *         SkaldServer server = SkaldServer.start(skald, ServerSettings.DEFAULTS, observation)) { ... }
 * }</pre>
 */
public final class SkaldServer implements AutoCloseable {
    private final HttpListener listener;
    private final LongPolls longPolls;
    private final LambdaApi lambda;

    private SkaldServer(HttpListener listener, LongPolls longPolls, LambdaApi lambda) {
        this.listener = listener;
        this.longPolls = longPolls;
        this.lambda = lambda;
    }

    /** Starts a server over an engine that nobody observes: {@code /metrics} then shows the engine's own figures only. */
    public static SkaldServer start(Skald skald, ServerSettings settings) throws IOException {
        return start(skald, settings, new Observation());
    }

    /**
     * Starts a server.
     *
     * @param observation what the engine was opened with as its listener
     * @throws IllegalArgumentException when the address is beyond loopback and there is no token file, the token file
     *     holds no good secret, or the public address of links has no host
     * @throws IOException when the token file cannot be read, or the address cannot be listened on
     */
    public static SkaldServer start(Skald skald, ServerSettings settings, Observation observation) throws IOException {
        return start(skald, settings, observation, null, Deployments.NONE);
    }

    /**
     * As {@link #start(Skald, ServerSettings, Observation)}, over an engine whose time may be virtual, with applications.
     *
     * @param time what the engine was opened with; {@code POST /api/v1/time} lets it pass. Null when its time is real
     * @param deployments what {@code /api/v1/deployments} deploys on
     */
    public static SkaldServer start(
            Skald skald,
            ServerSettings settings,
            Observation observation,
            @Nullable VirtualTime time,
            Deployments deployments)
            throws IOException {
        InetAddress address = InetAddress.getByName(settings.address());
        Path tokenFile = settings.tokenFile();
        requireSecretsBeyondLoopback(address, tokenFile);
        requireHost(settings.links().publicUrl());
        Secrets secrets = tokenFile == null ? Secrets.NONE : Secrets.read(tokenFile);
        Hosts hosts = hosts(settings);
        LongPolls longPolls = new LongPolls();
        Metrics metrics = observation.metrics();

        Actions actions = new Actions(skald, longPolls, metrics, actionLimits(settings));
        observation.serve(skald, actions);
        Endpoint aws = new AwsEndpoint(services(actions, observation.events()), hosts, secrets, metrics);
        var publicUrl = new CompletableFuture<String>();
        var key = new LinkKey(settings.links().keyFile());
        TaskLinks links = new TaskLinks(key, publicUrl::join, time == null ? InstantSource.system() : time::now);
        SkaldApi api = new SkaldApi(
                skald,
                links,
                observation.followers(),
                longPolls,
                settings.followPoll(),
                time,
                deployments,
                observation.events(),
                observation.functionLog());
        Endpoint pages = new Pages(skald, metrics, api, new LinkPages(skald, links), hosts, secrets);

        LambdaApi lambda = new LambdaApi(
                skald.functions(),
                skald.functions().arn(""),
                hosts,
                new SigV4(secrets, LambdaApi.SIGNING_NAME, InstantSource.system()));
        Endpoint endpoint = request -> route(request, aws, lambda, pages).answer(request);
        InetSocketAddress listenOn = new InetSocketAddress(address, settings.port());
        HttpListener listener = HttpListener.start(listenOn, httpLimits(settings), endpoint);
        publicUrl.complete(publicUrl(settings, address, listener.port()));
        return new SkaldServer(listener, longPolls, lambda);
    }

    private static Endpoint route(Request request, Endpoint aws, Endpoint lambda, Endpoint pages) {
        if (isAws(request)) return aws;
        return LambdaApi.isFor(request) ? lambda : pages;
    }

    private static List<AwsService> services(Actions actions, @Nullable EventBus events) {
        return events == null ? List.of(actions) : List.of(actions, new EventActions(events));
    }

    private static Hosts hosts(ServerSettings settings) {
        Set<String> names = new HashSet<>(settings.hosts());
        URI publicUrl = settings.links().publicUrl();
        if (publicUrl != null) names.add(publicUrl.getHost());
        return new Hosts(names);
    }

    private static String publicUrl(ServerSettings settings, InetAddress address, int port) {
        URI configured = settings.links().publicUrl();
        if (configured != null) return configured.toString().replaceAll("/+$", "");
        String host = address.isAnyLocalAddress() ? "localhost" : address.getHostAddress();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    private static void requireSecretsBeyondLoopback(InetAddress address, @Nullable Path tokenFile) {
        if (tokenFile == null && !address.isLoopbackAddress())
            throw new IllegalArgumentException("Refusing to listen on " + address.getHostAddress()
                    + ", which others can reach, without a token file: name one, or listen on 127.0.0.1.");
    }

    private static void requireHost(@Nullable URI publicUrl) {
        boolean usable = publicUrl == null
                || (publicUrl.getHost() != null
                        && Set.of("http", "https").contains(publicUrl.getScheme())
                        && publicUrl.getQuery() == null
                        && publicUrl.getFragment() == null);
        if (!usable)
            throw new IllegalArgumentException(
                    "The public URL is an address such as https://skald.example.org, not " + publicUrl + ".");
    }

    private static boolean isAws(Request request) {
        return request.method().equals("POST") && request.path().equals("/");
    }

    private static Actions.Limits actionLimits(ServerSettings settings) {
        return new Actions.Limits(settings.payloadMax(), settings.activityPoll());
    }

    private static HttpListener.Limits httpLimits(ServerSettings settings) {
        return new HttpListener.Limits(settings.bodyBytesMax(), settings.connectionsMax(), settings.idleTimeout());
    }

    /** The port it listens on. */
    public int port() {
        return listener.port();
    }

    /** How many requests wait for something to happen. */
    public int longPolls() {
        return longPolls.waiting();
    }

    /** Sends long polls home, takes no more requests, and lets those under way end, for ten seconds at most. */
    @Override
    public void close() {
        longPolls.stop();
        listener.close();
        lambda.close();
    }
}
