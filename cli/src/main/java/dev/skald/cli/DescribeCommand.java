package dev.skald.cli;

import dev.skald.cli.executions.Executions;
import dev.skald.cli.view.ExecutionLines;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code skald describe EXECUTION}: all about one execution, its history aside. */
@Command(name = "describe", description = "Shows an execution: its states, since when, and what happens next.")
final class DescribeCommand extends AskingCommand {
    @Parameters(paramLabel = "EXECUTION", description = "its ARN, or MACHINE/NAME")
    private String execution = "";

    DescribeCommand(Surroundings surroundings) {
        super(surroundings, false);
    }

    @Override
    JsonNode ask(Executions executions) throws IOException, InterruptedException {
        return executions.describe(executions.arn(execution));
    }

    @Override
    void show(JsonNode answer) {
        new ExecutionLines(terminal(), now()).describe(answer);
    }
}
