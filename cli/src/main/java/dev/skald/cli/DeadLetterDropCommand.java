package dev.skald.cli;

import dev.skald.cli.executions.Executions;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code skald dead-letter drop NUMBER}. */
@Command(name = "drop", description = "Forgets an event that its target did not get.")
final class DeadLetterDropCommand extends AskingCommand {
    @Parameters(paramLabel = "NUMBER", description = "as `skald dead-letter list` shows it")
    private long number;

    DeadLetterDropCommand(Surroundings surroundings) {
        super(surroundings, true);
    }

    @Override
    JsonNode ask(Executions executions) throws IOException, InterruptedException {
        return executions.deadLetter(number, "drop");
    }

    @Override
    void show(JsonNode answer) {
        terminal().line("dead letter " + number + " is dropped");
    }
}
