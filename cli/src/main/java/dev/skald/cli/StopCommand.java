package dev.skald.cli;

import dev.skald.cli.view.JsonText;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code skald stop EXECUTION}: StopExecution. */
@Command(
        name = "stop",
        description = "Stops an execution. One that has ended stays as it is.",
        mixinStandardHelpOptions = true)
final class StopCommand implements SettingCommand {
    private final Surroundings surroundings;
    private final SettingFlags flags = Session.flags();

    @Parameters(paramLabel = "EXECUTION", description = "its ARN, or MACHINE/NAME")
    private String execution = "";

    @Option(names = "--error", description = "the error name to end with")
    private @Nullable String error;

    @Option(names = "--cause", description = "why")
    private @Nullable String cause;

    @Option(names = "--json", description = "print the server's answer")
    private boolean json;

    StopCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public SettingFlags flags() {
        return flags;
    }

    @Override
    public Integer call() throws Exception {
        try (Session session = Session.open(flags, surroundings, false)) {
            JsonNode answer = session.executions().stop(session.executions().arn(execution), error, cause);
            String said = "stopped at " + JsonText.instant(answer, "stopDate");
            surroundings.terminal().line(json ? JsonText.pretty(answer) : said);
            return ExitCode.OK;
        }
    }
}
