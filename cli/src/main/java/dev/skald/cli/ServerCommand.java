package dev.skald.cli;

import dev.skald.cli.logging.LogLines;
import dev.skald.cli.project.Project;
import dev.skald.cli.project.Setting;
import dev.skald.cli.project.SettingValues;
import dev.skald.engine.VirtualTime;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code skald server}: the AWS API and Skald's own, on one store, until the process is told to end. */
@Command(
        name = "server",
        description = "Serves the AWS Step Functions API on one store.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ServerCommand implements SettingCommand {
    private static final String NOW = "now";

    private final Surroundings surroundings;
    private final SettingFlags flags = new SettingFlags(
            Setting.PORT,
            Setting.HOST,
            Setting.STORE,
            Setting.OBJECTS,
            Setting.TOKEN_FILE,
            Setting.ALLOWED_HOSTS,
            Setting.PUBLIC_URL,
            Setting.LAMBDA_ENDPOINT,
            Setting.FUNCTION_URLS,
            Setting.HTTP_PORT,
            Setting.HTTP_HOST,
            Setting.HTTP_WAIT_SECONDS,
            Setting.HTTP_ANSWER,
            Setting.HTTP_TARGETS,
            Setting.MOCK_CONFIG,
            Setting.SDK_JARS,
            Setting.FUNCTION_PROCESSES,
            Setting.ACCOUNT_ID,
            Setting.REGION,
            Setting.PAYLOAD_BYTES_MAX,
            Setting.HISTORY_EVENTS_MAX,
            Setting.FUNCTION_CONCURRENCY,
            Setting.OPEN_EXECUTIONS_MAX,
            Setting.KEEP_EXPRESS_HISTORY,
            Setting.RETENTION_DAYS,
            Setting.EXECUTION_LOGS,
            Setting.LOG_LEVEL);

    @Option(
            names = "--project",
            paramLabel = "FOLDER",
            description = "the project to serve (default: the one in the working folder, if there is one)")
    private @Nullable String place;

    @Option(
            names = "--virtual-time",
            paramLabel = "INSTANT",
            arity = "0..1",
            fallbackValue = NOW,
            description = {
                "for tests: time passes only by POST /api/v1/time; it begins now, or at the instant given.",
                "The store is in memory unless one is named."
            })
    private @Nullable String begins;

    ServerCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public SettingFlags flags() {
        return flags;
    }

    @Override
    public Integer call() throws Exception {
        VirtualTime time = time();
        Project project = project();
        SettingValues settings = new SettingValues(flags.given(), surroundings.variables(), project.settings());
        LogLines.forServer(settings.choice(Setting.LOG_LEVEL, LogLines.LEVELS));
        Assembly assembly = new Assembly(project, settings, surroundings);
        boolean inMemory = time != null && !settings.given(Setting.STORE);
        try (Shutdown shutdown = new Shutdown();
                Assembly.Serving serving = assembly.serve(time, inMemory, Facilities.Functions.SERVED)) {
            surroundings
                    .terminal()
                    .line(serving.ready(
                            inMemory ? "in memory" : assembly.store().toString()));
            if (time != null) surroundings.terminal().line(virtual(time));
            shutdown.await();
        }
        return ExitCode.OK;
    }

    private Project project() throws Exception {
        Path folder = surroundings.folder();
        if (place != null) return Project.read(folder.resolve(place));
        return Project.find(folder).orElseGet(() -> Project.none(folder));
    }

    /** Null when time is real. */
    private @Nullable VirtualTime time() {
        if (begins == null) return null;
        if (begins.equals(NOW)) return VirtualTime.startingAt(Instant.now());
        try {
            return VirtualTime.startingAt(Instant.parse(begins));
        } catch (DateTimeException malformed) {
            throw new UnusableSetting(new IllegalArgumentException(
                    "--virtual-time begins at an instant such as 2026-01-31T12:00:00Z, not `" + begins + "`",
                    malformed));
        }
    }

    private static String virtual(VirtualTime time) {
        return "time is virtual: it is " + time.now() + " until POST /api/v1/time lets it pass";
    }
}
