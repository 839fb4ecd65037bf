package dev.skald.cli;

import dev.skald.asl.RunClass;
import dev.skald.cli.executions.Executions;
import dev.skald.cli.executions.Executions.Wanted;
import dev.skald.cli.view.ExecutionLines;
import dev.skald.core.Status;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code skald list}: the latest executions, and the states they are in. */
@Command(name = "list", description = "Lists executions, the newest first, with the states they are in.")
final class ListCommand extends AskingCommand {
    private static final String LIMIT = "20";

    @Option(names = "--status", description = "only with this status: ${COMPLETION-CANDIDATES}")
    private @Nullable Status status;

    @Option(names = "--class", description = "only those that ended in this class: ${COMPLETION-CANDIDATES}")
    private @Nullable RunClass runClass;

    @Option(names = "--machine", paramLabel = "NAME", description = "only of this machine, a name or an ARN")
    private @Nullable String machine;

    @Option(names = "--attribute", paramLabel = "NAME=VALUE", description = "only with this search attribute")
    private Map<String, String> attributes = Map.of();

    @Option(names = "--limit", description = "at most so many (default " + LIMIT + ")", defaultValue = LIMIT)
    private int limit;

    ListCommand(Surroundings surroundings) {
        super(surroundings, false);
    }

    @Override
    JsonNode ask(Executions executions) throws IOException, InterruptedException {
        String wantedStatus = status == null ? null : status.name();
        String wantedClass = runClass == null ? null : runClass.name();
        return executions.list(new Wanted(machine, wantedStatus, wantedClass, attributes, limit));
    }

    @Override
    void show(JsonNode answer) {
        new ExecutionLines(terminal(), now()).list(answer.path("executions"));
    }
}
