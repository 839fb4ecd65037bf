package dev.skald.cli;

import dev.skald.cli.executions.Executions;
import dev.skald.cli.view.JsonText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code skald stop EXECUTION}: StopExecution. */
@Command(name = "stop", description = "Stops an execution. One that has ended stays as it is.")
final class StopCommand extends AskingCommand {
    @Parameters(paramLabel = "EXECUTION", description = "its ARN, or MACHINE/NAME")
    private String execution = "";

    @Option(names = "--error", description = "the error name to end with")
    private @Nullable String error;

    @Option(names = "--cause", description = "why")
    private @Nullable String cause;

    StopCommand(Surroundings surroundings) {
        super(surroundings, false);
    }

    @Override
    JsonNode ask(Executions executions) throws IOException, InterruptedException {
        return executions.stop(executions.arn(execution), error, cause);
    }

    @Override
    void show(JsonNode answer) {
        terminal().line("stopped at " + JsonText.instant(answer, "stopDate"));
    }
}
