package dev.skald.cli;

import dev.skald.cli.logging.LogLines;
import dev.skald.cli.project.Project;
import dev.skald.cli.project.Setting;
import dev.skald.cli.project.SettingValues;
import dev.skald.cli.view.DeploymentLines;
import dev.skald.cli.view.Terminal;
import dev.skald.cli.view.Terminal.Style;
import dev.skald.deploy.Application;
import dev.skald.deploy.ProjectException;
import dev.skald.deploy.SuspendedTimeouts;
import dev.skald.engine.ServiceException;
import dev.skald.server.triggers.ApiKey;
import dev.skald.tasks.functions.FunctionLogLine;
import dev.skald.tasks.functions.FunctionSettings;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code skald dev PATH}: a server for one project, while somebody works on it. */
@Command(
        name = "dev",
        description = {
            "Serves a project while you work on it: deploys it, and deploys it again when its files change.",
            "Its functions run the code that is there now. What it has that Skald does not do is listed."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class DevCommand implements SettingCommand {
    private static final Logger LOG = LoggerFactory.getLogger(DevCommand.class);
    private static final String OWN_STORE = ".skald/skald.db";

    private final Surroundings surroundings;
    private final SettingFlags flags = new SettingFlags(
            Setting.PORT,
            Setting.HTTP_PORT,
            Setting.HTTP_WAIT_SECONDS,
            Setting.HTTP_ANSWER,
            Setting.HTTP_TARGETS,
            Setting.STORE,
            Setting.OBJECTS,
            Setting.LAMBDA_ENDPOINT,
            Setting.FUNCTION_URLS,
            Setting.MOCK_CONFIG,
            Setting.SDK_JARS,
            Setting.FUNCTION_PROCESSES,
            Setting.ACCOUNT_ID,
            Setting.REGION,
            Setting.LOG_LEVEL);

    /** What the project was read from last. */
    private volatile Set<Path> files = Set.of();

    @Mixin
    private ProjectFlags project = new ProjectFlags();

    @Option(
            names = "--inspect",
            paramLabel = "FUNCTION",
            description = "starts this function, by its name or key, under its debugger; time-outs are suspended")
    private @Nullable String inspected;

    @Option(
            names = "--inspect-port",
            paramLabel = "PORT",
            defaultValue = "9229",
            description = "where the debugger listens (default ${DEFAULT-VALUE})")
    private int inspectPort;

    DevCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public SettingFlags flags() {
        return flags;
    }

    @Override
    public Integer call() throws Exception {
        Path place = project.place(surroundings);
        if (!Files.exists(place)) throw new NoSuchFileException(place.toString());
        Path folder = Files.isDirectory(place) ? place : place.resolveSibling("");
        SettingValues settings = placed(new SettingValues(flags.given(), surroundings.variables(), Map.of())
                .withDefault(Setting.STORE, folder.resolve(OWN_STORE).toString())
                .withDefault(Setting.LOG_LEVEL, "warn"));
        LogLines.forPeople(settings.choice(Setting.LOG_LEVEL, LogLines.LEVELS));
        FunctionSettings.Inspect inspect = inspect(settings);
        Assembly assembly = new Assembly(Project.none(folder), settings, surroundings);
        try (Shutdown shutdown = new Shutdown();
                Assembly.Serving serving = assembly.serve(null, false, functions(inspect))) {
            terminal().line(serving.ready(assembly.store().toString()));
            if (inspect != null) terminal().line(waiting(inspect));
            deploy(serving, settings, inspect);
            Runnable changed = () -> deploy(serving, settings, inspect);
            try (ProjectWatch watch = new ProjectWatch(folder, () -> files, ProjectWatch.PAUSE, changed)) {
                watch.start();
                shutdown.await();
            }
        }
        return ExitCode.OK;
    }

    /** In the project's own region, unless another is wanted. A project that cannot be read yet names none. */
    private SettingValues placed(SettingValues settings) {
        if (settings.forSkald(Setting.REGION).isPresent()) return settings;
        try {
            Application application = project.read(surroundings, null, settings.required(Setting.ACCOUNT_ID), Map.of());
            return settings.with(Setting.REGION, application.region());
        } catch (ProjectException | IllegalArgumentException | UncheckedIOException unreadable) {
            // what is wrong is told when it is deployed
            return settings;
        }
    }

    /** What is inspected must be there from the beginning: a name that is none would wait for a debugger that never comes. */
    private FunctionSettings.@Nullable Inspect inspect(SettingValues settings) throws ProjectException {
        if (inspected == null) return null;
        Application application = project.read(
                surroundings, settings.required(Setting.REGION), settings.required(Setting.ACCOUNT_ID), Map.of());
        try {
            return new FunctionSettings.Inspect(SuspendedTimeouts.functionOf(application, inspected), inspectPort);
        } catch (IllegalArgumentException unknown) {
            throw new UnusableSetting(unknown);
        }
    }

    private static String waiting(FunctionSettings.Inspect inspect) {
        return "  " + inspect.function() + " waits for its debugger at 127.0.0.1:" + inspect.port()
                + " when it is first called; time-outs of tasks that name it are suspended";
    }

    private Facilities.Functions functions(FunctionSettings.@Nullable Inspect inspect) {
        return new Facilities.Functions(true, inspect, this::show);
    }

    private void show(FunctionLogLine line) {
        terminal().line(terminal().styled(Style.DIM, line.function() + "  ") + line.text());
    }

    /** A project that cannot be deployed leaves what was there before in service. */
    private void deploy(Assembly.Serving serving, SettingValues settings, FunctionSettings.@Nullable Inspect inspect) {
        try {
            Application read = read(serving, settings);
            Application application = inspect == null ? read : SuspendedTimeouts.of(read, inspect.function());
            DeploymentLines lines = new DeploymentLines(terminal());
            lines.notices(application.notices());
            ObjectNode answer = serving.deployer().deploy(application, false);
            lines.deployed(answer, false);
            for (ApiKey key : application.apiKeys())
                terminal().line("  X-Api-Key: " + key.value() + "  (" + key.name() + ")");
        } catch (ProjectException invalid) {
            terminal().message(invalid.message());
        } catch (ServiceException refused) {
            terminal().message(refused.code() + ": " + refused.message());
        } catch (IllegalArgumentException | UncheckedIOException unusable) {
            terminal().message(String.valueOf(unusable.getMessage()));
        } catch (RuntimeException broken) {
            LOG.error("The deployment failed", broken);
            terminal().message("the deployment failed: " + broken);
        }
    }

    /** Keys that were made for the project before stay. */
    private Application read(Assembly.Serving serving, SettingValues settings) throws ProjectException {
        String region = settings.required(Setting.REGION);
        String account = settings.required(Setting.ACCOUNT_ID);
        Set<Path> read = new TreeSet<>();
        Application first;
        try {
            first = project.read(surroundings, region, account, Map.of(), read::add);
        } finally {
            files = Set.copyOf(read);
        }
        Map<String, String> keys = serving.deployer()
                .find(first.id())
                .map(deployed -> deployed.apiKeys().stream().collect(Collectors.toMap(ApiKey::name, ApiKey::value)))
                .orElse(Map.of());
        return keys.isEmpty() ? first : project.read(surroundings, region, account, keys);
    }

    private Terminal terminal() {
        return surroundings.terminal();
    }
}
