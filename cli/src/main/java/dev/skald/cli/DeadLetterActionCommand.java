package dev.skald.cli;

import dev.skald.cli.executions.Executions;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Something to do with one event that a target did not get: {@code skald dead-letter replay NUMBER}. */
@Command
abstract class DeadLetterActionCommand extends AskingCommand {
    private final String action;
    private final String done;

    @Parameters(paramLabel = "NUMBER", description = "as `skald dead-letter list` shows it")
    private long number;

    /**
     * @param action as {@code /api/v1} names it
     * @param done what it is afterwards
     */
    DeadLetterActionCommand(Surroundings surroundings, String action, String done) {
        super(surroundings, true);
        this.action = action;
        this.done = done;
    }

    @Override
    final JsonNode ask(Executions executions) throws IOException, InterruptedException {
        return executions.deadLetter(number, action);
    }

    @Override
    final void show(JsonNode answer) {
        terminal().line("dead letter " + number + " is " + done);
    }
}
