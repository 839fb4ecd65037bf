package dev.skald.cli;

import dev.skald.cli.executions.Executions;
import dev.skald.cli.view.DeadLetterLines;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code skald dead-letter list}: events that were given up. */
@Command(name = "list", description = "Lists events that were given up, the oldest first.")
final class DeadLetterListCommand extends AskingCommand {
    private static final String LIMIT = "20";

    @Option(names = "--limit", description = "at most so many (default " + LIMIT + ")", defaultValue = LIMIT)
    private int limit;

    DeadLetterListCommand(Surroundings surroundings) {
        super(surroundings, false);
    }

    @Override
    JsonNode ask(Executions executions) throws IOException, InterruptedException {
        return executions.deadLetters(limit);
    }

    @Override
    void show(JsonNode answer) {
        new DeadLetterLines(terminal(), now()).list(answer);
    }
}
