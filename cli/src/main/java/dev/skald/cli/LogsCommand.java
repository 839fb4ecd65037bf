package dev.skald.cli;

import dev.skald.cli.executions.Executions;
import dev.skald.cli.view.JsonText;
import dev.skald.cli.view.Terminal.Style;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code skald logs EXECUTION}, {@code skald logs --function NAME}: what functions have written. */
@Command(name = "logs", description = "Shows what functions have written lately, on the server that runs them.")
final class LogsCommand extends AskingCommand {
    private static final String LIMIT = "500";

    @ArgGroup(multiplicity = "1")
    private Wanted wanted = new Wanted();

    @Option(
            names = "--limit",
            description = "at most so many lines, the last ones (default " + LIMIT + ")",
            defaultValue = LIMIT)
    private int limit;

    /** Either of them. */
    private static final class Wanted {
        @Parameters(paramLabel = "EXECUTION", description = "its ARN, or MACHINE/NAME")
        private @Nullable String execution;

        @Option(names = "--function", paramLabel = "NAME", description = "all that this function has written")
        private @Nullable String function;
    }

    LogsCommand(Surroundings surroundings) {
        super(surroundings, false);
    }

    @Override
    JsonNode ask(Executions executions) throws IOException, InterruptedException {
        if (wanted.function != null) return executions.logOfFunction(wanted.function, limit);
        String execution = wanted.execution == null ? "" : wanted.execution;
        return executions.logOfExecution(executions.arn(execution), limit);
    }

    @Override
    void show(JsonNode answer) {
        for (JsonNode line : answer.path("lines")) {
            String place = JsonText.textOr(line, "function", "") + "  ";
            terminal().line(terminal().styled(Style.DIM, place) + JsonText.textOr(line, "text", ""));
        }
        if (answer.path("lines").isEmpty()) terminal().line("nothing was written");
    }
}
