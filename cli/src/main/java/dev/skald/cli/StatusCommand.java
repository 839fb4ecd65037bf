package dev.skald.cli;

import dev.skald.cli.executions.Executions;
import dev.skald.cli.view.StatusLines;
import java.io.IOException;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code skald status}: what goes on, on one screen. */
@Command(
        name = "status",
        description = "Shows what runs, sleeps, waits for a person and failed, in all and by machine.")
final class StatusCommand extends AskingCommand {
    StatusCommand(Surroundings surroundings) {
        super(surroundings, false);
    }

    @Override
    JsonNode ask(Executions executions) throws IOException, InterruptedException {
        return executions.status();
    }

    @Override
    void show(JsonNode answer) {
        new StatusLines(terminal()).show(answer);
    }
}
