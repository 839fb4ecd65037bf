package dev.skald.cli;

import dev.skald.cli.executions.Executions;
import dev.skald.cli.view.TaskLines;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code skald task links TASK}: signed links to approve and reject. */
@Command(
        name = "links",
        description = "Makes signed links by which somebody without an account approves or rejects a task.")
final class TaskLinksCommand extends AskingCommand {
    @Parameters(paramLabel = "TASK", description = "as `skald task list` names it, such as 4711-12")
    private String task = "";

    @Option(names = "--who", description = "who they are for: the history keeps this name (default: the page asks)")
    private @Nullable String who;

    @Option(
            names = "--expires-in",
            paramLabel = "SECONDS",
            description = "how long they last (default: until the task's deadline, at most 30 days)")
    private @Nullable Long expiresInSeconds;

    TaskLinksCommand(Surroundings surroundings) {
        super(surroundings, false);
    }

    @Override
    JsonNode ask(Executions executions) throws IOException, InterruptedException {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        if (who != null) request.put("who", who);
        if (expiresInSeconds != null) request.put("expiresInSeconds", expiresInSeconds.longValue());
        return executions.task(task, "links", request);
    }

    @Override
    void show(JsonNode answer) {
        new TaskLines(terminal(), now()).links(answer);
    }
}
