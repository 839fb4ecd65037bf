package dev.skald.cli;

import dev.skald.cli.executions.Executions;
import dev.skald.cli.view.TaskLines;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A person's answer to a task: {@code skald task approve TASK --why REASON}. */
@Command
abstract class TaskActionCommand extends AskingCommand {
    private final String action;

    @Parameters(paramLabel = "TASK", description = "as `skald task list` names it, such as 4711-12")
    private String task = "";

    @Mixin
    private PersonFlags person = new PersonFlags();

    /** @param action as {@code /api/v1} names it */
    TaskActionCommand(Surroundings surroundings, String action) {
        super(surroundings, true);
        this.action = action;
    }

    @Override
    final JsonNode ask(Executions executions) throws IOException, InterruptedException {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        person.addTo(request);
        addTo(request);
        return executions.task(task, action, request);
    }

    /** Adds what only this answer has. */
    abstract void addTo(ObjectNode request) throws IOException;

    @Override
    final void show(JsonNode answer) {
        new TaskLines(terminal(), now()).answered(answer);
    }
}
