package dev.skald.cli;

import dev.skald.cli.executions.Executions;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a person does about an event that its target did not get: {@code skald dead-letter drop NUMBER --why REASON}. */
@Command
abstract class DeadLetterActionCommand extends AskingCommand {
    private final String action;
    private final String done;

    @Parameters(paramLabel = "NUMBER", description = "as `skald dead-letter list` shows it")
    private long number;

    @Mixin
    private PersonFlags person = new PersonFlags();

    /**
     * @param action as {@code /api/v1} names it
     * @param done what is said afterwards
     */
    DeadLetterActionCommand(Surroundings surroundings, String action, String done) {
        super(surroundings, true);
        this.action = action;
        this.done = done;
    }

    @Override
    final JsonNode ask(Executions executions) throws IOException, InterruptedException {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        person.addTo(request);
        addTo(request);
        return executions.deadLetter(number, action, request);
    }

    /** What the request has besides. */
    void addTo(ObjectNode request) throws IOException {}

    @Override
    final void show(JsonNode answer) {
        terminal().line("dead letter " + number + " is " + done);
    }
}
