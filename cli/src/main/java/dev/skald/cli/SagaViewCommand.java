package dev.skald.cli;

import dev.skald.cli.executions.Executions;
import dev.skald.cli.view.SagaLines;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Shows one saga, more of it or less. */
@Command
abstract class SagaViewCommand extends AskingCommand {
    @Parameters(paramLabel = "EXECUTION", description = "its ARN, or MACHINE/NAME")
    private String execution = "";

    SagaViewCommand(Surroundings surroundings) {
        super(surroundings, false);
    }

    @Override
    final JsonNode ask(Executions executions) throws IOException, InterruptedException {
        return executions.saga(executions.arn(execution));
    }

    @Override
    final void show(JsonNode saga) {
        show(saga, new SagaLines(terminal(), now()));
    }

    abstract void show(JsonNode saga, SagaLines lines);
}
