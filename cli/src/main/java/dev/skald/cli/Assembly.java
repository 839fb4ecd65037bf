package dev.skald.cli;

import dev.skald.cli.executions.StoreAtRest;
import dev.skald.cli.project.FunctionClass;
import dev.skald.cli.project.MachineFile;
import dev.skald.cli.project.Project;
import dev.skald.cli.project.Setting;
import dev.skald.cli.project.SettingValues;
import dev.skald.deploy.Deployer;
import dev.skald.deploy.KeptApplications;
import dev.skald.engine.EngineListener;
import dev.skald.engine.Skald;
import dev.skald.engine.SkaldBuilder;
import dev.skald.engine.VirtualTime;
import dev.skald.server.Observation;
import dev.skald.server.ServerSettings;
import dev.skald.server.SkaldServer;
import dev.skald.server.logs.ExecutionLogs;
import dev.skald.server.triggers.TriggerSettings;
import dev.skald.sql.StoreLock;
import dev.skald.tasks.FunctionClasses;
import dev.skald.tasks.FunctionLoadException;
import dev.skald.tasks.FunctionSources;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the object graph of an engine: the one place that knows what stands behind which setting. */
final class Assembly {
    private static final Logger LOG = LoggerFactory.getLogger(Assembly.class);

    private static final String COMPILED = "classes";
    private static final String DEPLOYMENTS = "deployments";
    private static final String LINK_KEY = "links.key";
    private static final int PORT_MAX = 65_535;

    private final Project project;
    private final SettingValues settings;
    private final Path folder;
    private final Path store;

    Assembly(Project project, SettingValues settings, Surroundings surroundings) {
        this.project = project;
        this.settings = settings;
        this.folder = surroundings.folder();
        this.store = storeFile(settings, surroundings);
    }

    /** The file of the store. */
    static Path storeFile(SettingValues settings, Surroundings surroundings) {
        Path file = settings.path(Setting.STORE).orElseThrow();
        return surroundings.folder().resolve(file).toAbsolutePath().normalize();
    }

    Path store() {
        return store;
    }

    /**
     * Opens the engine on the store, with the project's functions.
     *
     * @throws FunctionLoadException if a function cannot be used
     */
    Running open(EngineListener... listeners) throws Exception {
        InstantSource clock = InstantSource.system();
        Facilities facilities = new Facilities(settings, folder, data(), clock, Facilities.Functions.SERVED, false);
        Running running = open(Skald.at(store), facilities, listeners);
        facilities.open(running.skald());
        return running;
    }

    private Running open(SkaldBuilder builder, Facilities facilities, EngineListener... listeners) throws Exception {
        FunctionClasses classes = new FunctionClasses(Assembly.class.getClassLoader(), data());
        try {
            List<Path> own = projectClassPath();
            builder.settings(EngineSettings.of(settings));
            for (Map.Entry<String, FunctionClass> function : project.functions().entrySet())
                register(builder, classes, function.getKey(), function.getValue(), own);
            for (EngineListener listener : listeners) builder.listener(listener);
            for (EngineListener listener : listeners)
                if (listener instanceof Observation observation) builder.performer(observation.sdkTasks());
            facilities.addTo(builder);
            return new Running(builder.open(), classes, facilities, own);
        } catch (Exception e) {
            facilities.close();
            classes.close();
            throw e;
        }
    }

    /** Creates the project's machines, or updates them. */
    static void deploy(Project project, Skald skald) throws IOException {
        for (Map.Entry<String, MachineFile> machine : project.machines().entrySet()) {
            MachineFile file = machine.getValue();
            skald.deploy(machine.getKey(), Files.readString(file.definition()), file.type());
        }
    }

    /** An engine with a server over it, on which applications are deployed. */
    record Serving(
            Running running,
            SkaldServer server,
            String host,
            ExecutionLogs logs,
            Deployer deployer,
            @Nullable LocalSite site)
            implements AutoCloseable {
        /** The address that clients ask. */
        String url() {
            return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + server.port();
        }

        /** The line that tells people where it is. */
        String ready(String store) {
            return "skald listens at " + url() + " (store " + store + "); AWS CLI: aws stepfunctions --endpoint-url "
                    + url() + " list-state-machines";
        }

        /** Those that take requests first: they use the engine. The logs last: they hear what the engine does. */
        @Override
        public void close() throws IOException {
            if (site != null) site.close();
            server.close();
            running.close();
            logs.close();
        }
    }

    /**
     * The server of the settings.
     *
     * @param time its time, when that is virtual; null when it is real
     * @param inMemory whether its store is in memory
     * @param functions how functions run
     */
    Serving serve(@Nullable VirtualTime time, boolean inMemory, Facilities.Functions functions) throws Exception {
        ServerSettings wanted = serverSettings();
        TriggerSettings triggers = LocalSite.settings(settings, data());
        ExecutionLogs logs = executionLogs();
        Observation observation = new Observation(logs);
        SkaldBuilder builder = inMemory ? Skald.inMemory() : Skald.at(store);
        if (time != null) builder.parts(time.parts());
        InstantSource clock = time == null ? InstantSource.system() : time::now;
        Facilities.Functions logged = functions.alsoTo(observation.functionLog());
        Facilities facilities = new Facilities(settings, folder, data(), clock, logged, true);
        observation.serve(facilities.bus());
        Running running = open(builder, facilities, observation);
        LocalSite site = new LocalSite(settings, triggers, running.skald(), observation, facilities);
        Deployer deployer = new Deployer(site, new KeptApplications(inMemory ? null : data().resolve(DEPLOYMENTS)));
        Serving serving = serve(running, wanted, observation, logs, time, deployer, site);
        try {
            begin(serving, facilities);
            return serving;
        } catch (Exception e) {
            serving.close();
            throw e;
        }
    }

    private void begin(Serving serving, Facilities facilities) throws IOException {
        StoreLock.held(store).ifPresent(lock -> lock.update(serving.server().port()));
        facilities.serve(URI.create(serving.url()));
        facilities.open(serving.running().skald());
        serving.deployer().restore().forEach(LOG::error);
    }

    /** A server that only this process knows, over an engine that leaves the work of open executions alone. */
    Serving serveAtRest() throws Exception {
        Observation observation = new Observation();
        Facilities facilities =
                new Facilities(settings, folder, data(), InstantSource.system(), Facilities.Functions.SERVED, false);
        Running running = open(Skald.on(StoreAtRest.open(store)), facilities, observation);
        ServerSettings alone = ServerSettings.DEFAULTS
                .withPort(0)
                .withLinks(links(settings.uri(Setting.ENDPOINT).orElse(null)))
                .withPayloadMax(EngineSettings.of(settings).limits().payloadBytesMax());
        Deployer deployer = new Deployer(
                new SiteAtRest(settings, running.skald(), observation, facilities),
                new KeptApplications(data().resolve(DEPLOYMENTS)));
        deployer.load();
        return serve(running, alone, observation, ExecutionLogs.none(), null, deployer, null);
    }

    private Serving serve(
            Running running,
            ServerSettings wanted,
            Observation observation,
            ExecutionLogs logs,
            @Nullable VirtualTime time,
            Deployer deployer,
            @Nullable LocalSite site)
            throws Exception {
        try {
            deploy(project, running.skald());
            SkaldServer server = SkaldServer.start(running.skald(), wanted, observation, time, deployer);
            return new Serving(running, server, wanted.address(), logs, deployer, site);
        } catch (IllegalArgumentException e) {
            running.close();
            throw new UnusableSetting(e);
        } catch (Exception e) {
            running.close();
            throw e;
        }
    }

    private ExecutionLogs executionLogs() {
        String place = settings.text(Setting.EXECUTION_LOGS).orElse("");
        if (place.isEmpty()) return ExecutionLogs.none();
        if (place.equals(Setting.STANDARD_OUTPUT)) return ExecutionLogs.toStandardOutput();
        try {
            return ExecutionLogs.toFile(folder.resolve(place));
        } catch (IOException | InvalidPathException unusable) {
            throw new UnusableSetting(
                    new IllegalArgumentException("The execution logs cannot be written: " + unusable, unusable));
        }
    }

    private ServerSettings serverSettings() {
        return ServerSettings.DEFAULTS
                .withAddress(settings.required(Setting.HOST))
                .withPort(settings.integer(Setting.PORT, 0, PORT_MAX))
                .withTokenFile(
                        settings.path(Setting.TOKEN_FILE).map(folder::resolve).orElse(null))
                .withHosts(Set.copyOf(settings.list(Setting.ALLOWED_HOSTS)))
                .withLinks(links(null))
                .withPayloadMax(EngineSettings.of(settings).limits().payloadBytesMax());
    }

    /** @param otherwise where links lead unless it is set; null means to the server itself */
    private ServerSettings.Links links(@Nullable URI otherwise) {
        URI publicUrl = settings.uri(Setting.PUBLIC_URL).orElse(otherwise);
        return new ServerSettings.Links(publicUrl, data().resolve(LINK_KEY));
    }

    private static void register(
            SkaldBuilder builder, FunctionClasses classes, String name, FunctionClass function, List<Path> own)
            throws FunctionLoadException {
        List<Path> classPath = function.classPath().isEmpty() ? own : function.classPath();
        builder.register(name, classes.handler(classPath, function.handler()));
    }

    /** What functions keep is beside the store: another store, another world. */
    private Path data() {
        Path folder = store.getParent();
        return folder == null ? Path.of("") : folder;
    }

    private List<Path> projectClassPath() throws FunctionLoadException {
        Path sources = project.sources();
        if (sources == null) return List.of();
        Path cache = data().resolve(COMPILED);
        return List.of(new FunctionSources(cache, System.getProperty("java.class.path", "")).compile(sources));
    }
}
