package dev.skald.cli;

import dev.skald.cli.executions.Executions;
import dev.skald.cli.view.DeploymentLines;
import java.io.IOException;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code skald deployments}: what is deployed. */
@Command(name = "deployments", description = "Lists the deployed applications, with what is in them.")
final class DeploymentsCommand extends AskingCommand {
    DeploymentsCommand(Surroundings surroundings) {
        super(surroundings, false);
    }

    @Override
    JsonNode ask(Executions executions) throws IOException, InterruptedException {
        return executions.deployments();
    }

    @Override
    void show(JsonNode answer) {
        new DeploymentLines(terminal()).list(answer);
    }
}
