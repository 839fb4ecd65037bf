package dev.skald.cli;

import dev.skald.cli.view.JsonText;
import dev.skald.cli.view.SagaLines;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code skald saga show EXECUTION}. */
@Command(
        name = "show",
        description = "Shows a saga: its status, what waits for a person, and what would be undone.",
        mixinStandardHelpOptions = true)
final class SagaShowCommand implements SettingCommand {
    private final Surroundings surroundings;
    private final SettingFlags flags = Session.flags();

    @Parameters(paramLabel = "EXECUTION", description = "its ARN, or MACHINE/NAME")
    private String execution = "";

    @Option(names = "--json", description = "print the server's answer")
    private boolean json;

    SagaShowCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public SettingFlags flags() {
        return flags;
    }

    @Override
    public Integer call() throws Exception {
        try (Session session = Session.open(flags, surroundings, false)) {
            JsonNode answer = session.executions().saga(session.executions().arn(execution));
            if (json) surroundings.terminal().line(JsonText.pretty(answer));
            else new SagaLines(surroundings.terminal(), Instant.now()).show(answer);
            return ExitCode.OK;
        }
    }
}
