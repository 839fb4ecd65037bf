package dev.skald.cli;

import dev.skald.cli.executions.Executions;
import dev.skald.cli.view.SagaLines;
import dev.skald.core.SagaStatus;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code skald saga list}: the latest sagas. */
@Command(name = "list", description = "Lists sagas, the newest first.")
final class SagaListCommand extends AskingCommand {
    private static final String LIMIT = "20";

    @Option(
            names = "--status",
            split = ",",
            description = "only sagas with one of these: ${COMPLETION-CANDIDATES} (default: all but NONE)")
    private List<SagaStatus> statuses = List.of();

    @Option(names = "--machine", paramLabel = "NAME", description = "only of this machine, a name or an ARN")
    private @Nullable String machine;

    @Option(names = "--limit", description = "at most so many (default " + LIMIT + ")", defaultValue = LIMIT)
    private int limit;

    SagaListCommand(Surroundings surroundings) {
        super(surroundings, false);
    }

    @Override
    JsonNode ask(Executions executions) throws IOException, InterruptedException {
        return executions.sagas(machine, wanted(), limit);
    }

    @Override
    void show(JsonNode answer) {
        new SagaLines(terminal(), now()).list(answer.path("executions"));
    }

    private String wanted() {
        Set<SagaStatus> all = EnumSet.complementOf(EnumSet.of(SagaStatus.NONE));
        return (statuses.isEmpty() ? all : Set.copyOf(statuses))
                .stream().map(SagaStatus::name).sorted().collect(Collectors.joining(","));
    }
}
