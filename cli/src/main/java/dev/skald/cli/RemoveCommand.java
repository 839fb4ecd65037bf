package dev.skald.cli;

import dev.skald.cli.executions.Executions;
import dev.skald.cli.view.DeploymentLines;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code skald remove NAME}: takes an application out of service. */
@Command(
        name = "remove",
        description =
                "Takes a deployed application out of service, with its machines; their executions go on to their ends.")
final class RemoveCommand extends AskingCommand {
    @Parameters(paramLabel = "NAME", description = "as `skald deployments` lists it, such as shop-dev")
    private String name = "";

    @Option(names = "--dry-run", description = "only show what would be removed")
    private boolean dryRun;

    RemoveCommand(Surroundings surroundings) {
        super(surroundings, true);
    }

    @Override
    JsonNode ask(Executions executions) throws IOException, InterruptedException {
        return executions.remove(name, dryRun);
    }

    @Override
    void show(JsonNode answer) {
        new DeploymentLines(terminal()).deployed(answer, dryRun);
    }
}
