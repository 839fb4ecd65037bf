package dev.skald.cli;

import dev.skald.cli.project.Setting;
import dev.skald.cli.project.SettingValues;
import dev.skald.engine.Skald;
import dev.skald.engine.SkaldBuilder;
import dev.skald.engine.objects.FolderObjects;
import dev.skald.engine.objects.ObjectStore;
import dev.skald.engine.task.FunctionInvoker;
import dev.skald.tasks.LambdaEndpoint;
import dev.skald.tasks.UrlFunctions;
import dev.skald.tasks.aws.AwsServices;
import dev.skald.tasks.aws.AwsSettings;
import dev.skald.tasks.aws.AwsTasks;
import dev.skald.tasks.aws.S3Objects;
import dev.skald.tasks.events.EventBus;
import dev.skald.tasks.functions.FunctionLog;
import dev.skald.tasks.functions.FunctionProcesses;
import dev.skald.tasks.functions.FunctionSettings;
import dev.skald.tasks.http.Connections;
import dev.skald.tasks.http.HttpTargets;
import dev.skald.tasks.http.HttpTask;
import dev.skald.tasks.items.ObjectMapData;
import dev.skald.tasks.mock.MockConfiguration;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands around an engine: functions as processes, Lambda endpoints, AWS services, HTTP targets, the event bus. Added to
 * the engine's builder, opened after the engine, told where the server is, and closed after both.
 */
final class Facilities implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Facilities.class);
    private static final String OBJECTS = "objects";
    private static final String FUNCTIONS = "functions";
    private static final int PROCESSES_MOST = 10_000;

    /** The services that Skald itself offers, as the AWS SDK calls them, and their variables for functions. */
    private static final Map<String, String> OWN_SERVICES = Map.of(
            "sfn", "AWS_ENDPOINT_URL_SFN",
            "lambda", "AWS_ENDPOINT_URL_LAMBDA",
            "eventbridge", "AWS_ENDPOINT_URL_EVENTBRIDGE");

    private final SettingValues values;
    private final Path folder;
    private final Path data;
    private final AwsSettings awsSettings;
    private final Connections connections = new Connections();
    private final FunctionProcesses functions;
    private final @Nullable LambdaEndpoint lambda;
    private final UrlFunctions urlFunctions;
    private final EventBus bus;
    private final AwsServices services;
    private final AwsTasks aws;
    private final HttpTask http;
    private volatile Map<String, String> ownAddresses = Map.of();

    /**
     * How functions run.
     *
     * @param reload whether they are started anew when their code changes
     * @param inspect the one that is started under its debugger; null means none
     * @param log where their output goes
     */
    record Functions(boolean reload, FunctionSettings.@Nullable Inspect inspect, FunctionLog log) {
        /** As on a server: their code stays as it is. */
        static final Functions SERVED = new Functions(false, null, FunctionLog.NONE);

        /** The same, whose output goes there too. */
        Functions alsoTo(FunctionLog other) {
            FunctionLog both = line -> {
                log.line(line);
                other.line(line);
            };
            return new Functions(reload, inspect, both);
        }
    }

    /**
     * @param folder what paths in the settings are relative to
     * @param data where the store is
     * @param clock of the deadlines of calls
     * @param served whether there will be a server, which offers services of its own
     */
    Facilities(SettingValues values, Path folder, Path data, InstantSource clock, Functions running, boolean served) {
        this.values = values;
        this.folder = folder;
        this.data = data;
        int payloadMax = EngineSettings.of(values).limits().payloadBytesMax();
        awsSettings = awsSettings(values, folder);
        functions = new FunctionProcesses(functionSettings(running), running.log());
        lambda = values.uri(Setting.LAMBDA_ENDPOINT)
                .map(uri -> new LambdaEndpoint(uri, Math.max(LambdaEndpoint.RESPONSE_BYTES_MAX, payloadMax), clock))
                .orElse(null);
        urlFunctions = new UrlFunctions(urls(values), clock);
        services = new AwsServices(awsSettings, served ? OWN_SERVICES.keySet() : Set.of(), clock);
        bus = new EventBus(AwsTasks.receivers(services), invokers());
        HttpTargets targets = targets(values);
        aws = new AwsTasks(services, targets, bus);
        http = new HttpTask(connections, targets, Math.max(HttpTask.RESPONSE_BYTES_MAX, payloadMax), clock);
    }

    private static AwsSettings awsSettings(SettingValues values, Path folder) {
        try {
            AwsSettings settings = AwsSettings.of(values.environment(), values.required(Setting.REGION));
            Path jars = values.path(Setting.SDK_JARS).map(folder::resolve).orElse(null);
            if (jars == null) return settings;
            if (Files.isDirectory(jars)) return settings.withJars(jars);
            throw new IllegalArgumentException("sdkJars names no folder: " + jars);
        } catch (IllegalArgumentException noAddress) {
            throw new UnusableSetting(noAddress);
        }
    }

    private static HttpTargets targets(SettingValues values) {
        try {
            return HttpTargets.of(values.list(Setting.HTTP_TARGETS));
        } catch (IllegalArgumentException noTarget) {
            throw new UnusableSetting(noTarget);
        }
    }

    private static Map<String, URI> urls(SettingValues values) {
        Map<String, URI> urls = new HashMap<>();
        for (String entry : values.list(Setting.FUNCTION_URLS)) {
            int mark = entry.indexOf('=');
            URI url = mark < 1 ? null : address(entry.substring(mark + 1));
            if (url == null)
                throw new UnusableSetting(new IllegalArgumentException(
                        "functionUrls has NAME=URL with commas between them, not `" + entry + "`"));
            urls.put(entry.substring(0, mark), url);
        }
        return urls;
    }

    private static @Nullable URI address(String text) {
        try {
            URI uri = new URI(text);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return http && uri.getHost() != null ? uri : null;
        } catch (URISyntaxException noAddress) {
            return null;
        }
    }

    private FunctionSettings functionSettings(Functions running) {
        int processes = values.integer(Setting.FUNCTION_PROCESSES, 1, PROCESSES_MOST);
        return FunctionSettings.of(data.resolve(FUNCTIONS))
                .withPlace(values.required(Setting.REGION), values.required(Setting.ACCOUNT_ID))
                .withEnvironment(this::functionEnvironment)
                .withReload(running.reload())
                .withInspect(running.inspect())
                .withLimits(FunctionSettings.Limits.DEFAULTS.withProcessesMax(processes));
    }

    /** What is configured for a service goes before what Skald itself offers. */
    private Map<String, String> functionEnvironment() {
        Map<String, String> environment = new HashMap<>(ownAddresses);
        environment.putAll(awsSettings.environment());
        return environment;
    }

    /** Where functions run that are no handlers of this process, in the order in which they are asked. */
    List<FunctionInvoker> invokers() {
        return lambda == null ? List.of(functions, urlFunctions) : List.of(functions, urlFunctions, lambda);
    }

    /** Gives the engine everything that does tasks, and what it reads objects from. */
    void addTo(SkaldBuilder builder) throws IOException {
        builder.mapData(ObjectMapData.of(objects()));
        invokers().forEach(builder::functions);
        aws.performers().forEach(builder::performer);
        builder.performer(http).performer(bus.awaitEvent()).listener(bus);
        Path mockConfiguration =
                values.path(Setting.MOCK_CONFIG).map(folder::resolve).orElse(null);
        if (mockConfiguration != null) builder.mocks(mocks(mockConfiguration));
    }

    private static MockConfiguration mocks(Path file) throws IOException {
        try {
            return new MockConfiguration(file);
        } catch (IllegalArgumentException malformed) {
            throw new UnusableSetting(malformed);
        }
    }

    /** S3 where an endpoint for it is configured, else a folder: beside the store, unless it has a place of its own. */
    private ObjectStore objects() {
        Path own = values.path(Setting.OBJECTS).map(folder::resolve).orElse(null);
        if (own == null && awsSettings.endpointOf("s3").isPresent()) return new S3Objects(services);
        return new FolderObjects(own == null ? data.resolve(OBJECTS) : own);
    }

    /** Begins to bring events to their targets. */
    void open(Skald skald) {
        awsSettings
                .ownEndpointOf("eventbridge")
                .ifPresent(elsewhere -> LOG.warn(
                        "events of tasks and functions go to {}: the buses and rules of projects are Skald's own, and do not see them",
                        elsewhere));
        bus.open(skald);
    }

    /** From now on the services that Skald itself offers are at this address. */
    void serve(URI address) {
        Map<String, String> addresses = new HashMap<>();
        OWN_SERVICES.values().forEach(variable -> addresses.put(variable, address.toString()));
        ownAddresses = Map.copyOf(addresses);
        services.serve(address);
    }

    FunctionProcesses functions() {
        return functions;
    }

    Connections connections() {
        return connections;
    }

    EventBus bus() {
        return bus;
    }

    AwsServices services() {
        return services;
    }

    /** Ends what the bus does, before the engine is closed. */
    void stop() {
        bus.close();
    }

    /** What the engine has used, after it is closed. */
    @Override
    public void close() {
        functions.close();
        urlFunctions.close();
        if (lambda != null) lambda.close();
        aws.close();
        http.close();
        services.close();
    }
}
