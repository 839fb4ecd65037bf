package dev.skald.cli;

import dev.skald.cli.view.ExecutionLines;
import dev.skald.cli.view.JsonText;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code skald describe EXECUTION}: all about one execution, its history aside. */
@Command(
        name = "describe",
        description = "Shows an execution: its states, since when, and what happens next.",
        mixinStandardHelpOptions = true)
final class DescribeCommand implements SettingCommand {
    private final Surroundings surroundings;
    private final SettingFlags flags = Session.flags();

    @Parameters(paramLabel = "EXECUTION", description = "its ARN, or MACHINE/NAME")
    private String execution = "";

    @Option(names = "--json", description = "print the server's answer")
    private boolean json;

    DescribeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public SettingFlags flags() {
        return flags;
    }

    @Override
    public Integer call() throws Exception {
        try (Session session = Session.open(flags, surroundings, false)) {
            JsonNode answer = session.executions().describe(session.executions().arn(execution));
            if (json) surroundings.terminal().line(JsonText.pretty(answer));
            else new ExecutionLines(surroundings.terminal(), Instant.now()).describe(answer);
            return ExitCode.OK;
        }
    }
}
