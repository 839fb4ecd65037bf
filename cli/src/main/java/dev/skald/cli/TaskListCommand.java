package dev.skald.cli;

import dev.skald.cli.executions.Executions;
import dev.skald.cli.view.TaskLines;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code skald task list}: what waits for somebody's answer. */
@Command(name = "list", description = "Lists tasks that wait for their tokens, those of the oldest executions first.")
final class TaskListCommand extends AskingCommand {
    private static final String LIMIT = "20";

    @Option(names = "--machine", paramLabel = "NAME", description = "only of this machine, a name or an ARN")
    private @Nullable String machine;

    @Option(names = "--execution", paramLabel = "EXECUTION", description = "only of this one: its ARN, or MACHINE/NAME")
    private @Nullable String execution;

    @Option(names = "--limit", description = "at most so many (default " + LIMIT + ")", defaultValue = LIMIT)
    private int limit;

    TaskListCommand(Surroundings surroundings) {
        super(surroundings, false);
    }

    @Override
    JsonNode ask(Executions executions) throws IOException, InterruptedException {
        return executions.tasks(machine, execution == null ? null : executions.arn(execution), limit);
    }

    @Override
    void show(JsonNode answer) {
        new TaskLines(terminal(), now()).list(answer);
    }
}
