package dev.skald.server.triggers;

import dev.skald.engine.Skald;
import dev.skald.engine.task.FunctionInvoker;
import dev.skald.server.aws.Actions;
import dev.skald.server.http.HttpListener;
import dev.skald.server.http.LongPolls;
import dev.skald.server.links.LinkKey;
import dev.skald.server.metrics.Metrics;
import dev.skald.server.templates.Templates;
import dev.skald.server.triggers.HttpTrigger.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A project's HTTP API on a port of its own: requests that run machines or call functions, and the answers that their
 * callers wait for.
 *
 * <pre>{@code
 * try (HttpTriggers triggers = HttpTriggers.start(skald, TriggerSettings.DEFAULTS, metrics, functions)) {
 *     triggers.deploy(application.httpTriggers(), application.apiKeys());
 *     triggers.listing().forEach(each -> out.println(each.method() + " " + each.url()));
 * }
 * }</pre>
 */
public final class HttpTriggers implements AutoCloseable {
    /** The actions of triggers that poll, such as GetActivityTask, wait as AWS does. */
    private static final Duration ACTIVITY_POLL = Duration.ofSeconds(60);

    private static final String START = "StartExecution";

    private final String address;
    private final HttpListener listener;
    private final LongPolls activityPolls;
    private final Waits waits;
    private final TriggerEndpoint endpoint;
    private final Compiler compiler;

    private HttpTriggers(
            String address,
            HttpListener listener,
            LongPolls activityPolls,
            Waits waits,
            TriggerEndpoint endpoint,
            Compiler compiler) {
        this.address = address;
        this.listener = listener;
        this.activityPolls = activityPolls;
        this.waits = waits;
        this.endpoint = endpoint;
        this.compiler = compiler;
    }

    /**
     * Begins to listen; there is no trigger yet.
     *
     * @param functions where the functions of triggers run; the first that has a function is asked
     * @throws IOException when the address cannot be listened on
     */
    public static HttpTriggers start(
            Skald skald, TriggerSettings settings, Metrics metrics, List<FunctionInvoker> functions)
            throws IOException {
        LongPolls activityPolls = new LongPolls();
        Actions actions =
                new Actions(skald, activityPolls, metrics, new Actions.Limits(settings.payloadMax(), ACTIVITY_POLL));
        Waits waits = new Waits(skald, settings.waiting().waitersMax());
        Machines machines = new Machines(skald, actions, waits, settings);
        StatusLinks links = new StatusLinks(new LinkKey(settings.keyFile()));
        var compiler = new Compiler(
                new Templates(),
                new GatewayContext(settings),
                machines,
                new RunAnswers(links),
                waits,
                functions,
                settings);
        var status = new StatusEndpoint(links, machines, settings.waiting().statusPoll(), compiler::gone);
        TriggerEndpoint endpoint = new TriggerEndpoint(status);
        InetAddress address = InetAddress.getByName(settings.listening().address());
        var limits = new HttpListener.Limits(
                TriggerSettings.BODY_BYTES_MAX,
                settings.listening().connectionsMax(),
                settings.listening().idleTimeout());
        HttpListener listener = HttpListener.start(
                new InetSocketAddress(address, settings.listening().port()),
                limits,
                HttpListener.Paths.AS_SENT,
                endpoint);
        return new HttpTriggers(host(address), listener, activityPolls, waits, endpoint, compiler);
    }

    private static String host(InetAddress address) {
        if (address.isAnyLocalAddress() || address.isLoopbackAddress()) return "localhost";
        String text = address.getHostAddress();
        return text.contains(":") ? "[" + text + "]" : text;
    }

    /** Makes routes of triggers. */
    private record Compiler(
            Templates templates,
            GatewayContext context,
            Machines machines,
            RunAnswers answers,
            Waits waits,
            List<FunctionInvoker> functions,
            TriggerSettings settings) {
        /** A trigger that is there no longer: its callers get what a trigger without any mapping answers. */
        Route gone(String id) {
            int space = id.indexOf(' ');
            return route(new HttpTrigger(
                    id,
                    HttpTrigger.Flavour.REST,
                    id.substring(0, space),
                    id.substring(space + 1),
                    false,
                    null,
                    new Target.Machine("", null, Map.of(), false, List.of(), Map.of(), null)));
        }

        Route route(HttpTrigger given) {
            HttpTrigger trigger = settled(given);
            return Route.of(trigger, integration(trigger));
        }

        private HttpTrigger settled(HttpTrigger trigger) {
            if (!(trigger.target() instanceof Target.Machine machine) || machine.action() != null) return trigger;
            return switch (settings.machineAnswer()) {
                case RESULT -> trigger;
                case START -> trigger.withTarget(machine.withAction(START));
            };
        }

        private Integration integration(HttpTrigger trigger) {
            return switch (trigger.target()) {
                case Target.Machine machine -> {
                    machines.requireAction(machine.action());
                    yield new MachineIntegration(
                            machine,
                            new RequestMapping(trigger, machine, templates, context),
                            new ResponseMapping(trigger, machine, templates, context),
                            machines,
                            answers);
                }
                case Target.Function function ->
                    new FunctionIntegration(
                            function,
                            functions,
                            new ProxyEvents(context),
                            waits,
                            settings.waiting().waitMax());
            };
        }
    }

    /** What {@link #deploy} would not take of these, a line each, on any server; empty when it would take them all. */
    public static List<String> problems(List<HttpTrigger> triggers, List<ApiKey> keys) {
        return new TriggerCheck().problems(triggers, keys);
    }

    /**
     * Replaces all triggers and keys at once: a request meets the old ones or the new ones.
     *
     * @throws IllegalArgumentException when a path, a pattern, a template or a key cannot be used, with one line for each;
     *     then the old ones stay
     */
    public void deploy(List<HttpTrigger> triggers, List<ApiKey> keys) {
        List<String> problems = new ArrayList<>();
        List<Route> routes = TriggerCheck.routes(triggers, compiler::route, problems);
        if (!problems.isEmpty()) throw new IllegalArgumentException(String.join("\n", problems));
        endpoint.deploy(new TriggerEndpoint.Deployed(new Routes(routes), new ApiKeys(keys)));
    }

    /** The triggers that are there, as people want to see them. */
    public List<TriggerListing> listing() {
        return endpoint.deployed().routes().all().stream().map(this::listed).toList();
    }

    private TriggerListing listed(Route route) {
        String target = switch (route.trigger().target()) {
            case Target.Machine machine ->
                "machine " + machine.stateMachine() + (machine.action() == null ? "" : " (" + machine.action() + ")");
            case Target.Function function -> "function " + function.name();
        };
        String path = "/" + String.join("/", PathPattern.split(route.trigger().path()));
        return new TriggerListing(
                route.method(),
                "http://" + address + ":" + port() + path,
                route.trigger().isPrivate(),
                target);
    }

    /** The port it listens on. */
    public int port() {
        return listener.port();
    }

    /** How many callers wait for an execution's end. */
    public int waiting() {
        return waits.waiting();
    }

    /** Sends those who wait home, takes no more requests, and lets those under way end, for ten seconds at most. */
    @Override
    public void close() {
        waits.stop();
        activityPolls.stop();
        listener.close();
    }
}
