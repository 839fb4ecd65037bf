package dev.skald.cli;

import dev.skald.cli.view.JsonText;
import dev.skald.cli.view.SagaLines;
import dev.skald.core.SagaStatus;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code skald saga list}: the latest sagas. */
@Command(name = "list", description = "Lists sagas, the newest first.", mixinStandardHelpOptions = true)
final class SagaListCommand implements SettingCommand {
    private static final String LIMIT = "20";

    private final Surroundings surroundings;
    private final SettingFlags flags = Session.flags();

    @Option(
            names = "--status",
            split = ",",
            description = "only sagas with one of these: ${COMPLETION-CANDIDATES} (default: all but NONE)")
    private List<SagaStatus> statuses = List.of();

    @Option(names = "--machine", paramLabel = "NAME", description = "only of this machine, a name or an ARN")
    private @Nullable String machine;

    @Option(names = "--limit", description = "at most so many (default " + LIMIT + ")", defaultValue = LIMIT)
    private int limit;

    @Option(names = "--json", description = "print the server's answer")
    private boolean json;

    SagaListCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public SettingFlags flags() {
        return flags;
    }

    @Override
    public Integer call() throws Exception {
        try (Session session = Session.open(flags, surroundings, false)) {
            JsonNode answer = session.executions().sagas(machine, wanted(), limit);
            if (json) surroundings.terminal().line(JsonText.pretty(answer));
            else new SagaLines(surroundings.terminal(), Instant.now()).list(answer.path("executions"));
            return ExitCode.OK;
        }
    }

    private String wanted() {
        Set<SagaStatus> all = EnumSet.complementOf(EnumSet.of(SagaStatus.NONE));
        return (statuses.isEmpty() ? all : Set.copyOf(statuses))
                .stream().map(SagaStatus::name).sorted().collect(Collectors.joining(","));
    }
}
