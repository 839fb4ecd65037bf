package dev.skald.cli;

import dev.skald.cli.executions.Executions;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code skald dead-letter replay NUMBER}. */
@Command(name = "replay", description = "Sends an event to its target again, as often as the target says.")
final class DeadLetterReplayCommand extends AskingCommand {
    @Parameters(paramLabel = "NUMBER", description = "as `skald dead-letter list` shows it")
    private long number;

    DeadLetterReplayCommand(Surroundings surroundings) {
        super(surroundings, true);
    }

    @Override
    JsonNode ask(Executions executions) throws IOException, InterruptedException {
        return executions.deadLetter(number, "replay");
    }

    @Override
    void show(JsonNode answer) {
        terminal().line("dead letter " + number + " is sent again");
    }
}
