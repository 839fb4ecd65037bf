package dev.skald.cli;

import dev.skald.asl.RunClass;
import dev.skald.cli.executions.Executions.Wanted;
import dev.skald.cli.view.ExecutionLines;
import dev.skald.cli.view.JsonText;
import dev.skald.core.Status;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code skald list}: the latest executions, and the states they are in. */
@Command(
        name = "list",
        description = "Lists executions, the newest first, with the states they are in.",
        mixinStandardHelpOptions = true)
final class ListCommand implements SettingCommand {
    private static final String LIMIT = "20";

    private final Surroundings surroundings;
    private final SettingFlags flags = Session.flags();

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

    @Option(names = "--json", description = "print the server's answer")
    private boolean json;

    ListCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public SettingFlags flags() {
        return flags;
    }

    @Override
    public Integer call() throws Exception {
        try (Session session = Session.open(flags, surroundings, false)) {
            String wantedStatus = status == null ? null : status.name();
            String wantedClass = runClass == null ? null : runClass.name();
            Wanted wanted = new Wanted(machine, wantedStatus, wantedClass, attributes, limit);
            JsonNode answer = session.executions().list(wanted);
            if (json) surroundings.terminal().line(JsonText.pretty(answer));
            else new ExecutionLines(surroundings.terminal(), Instant.now()).list(answer.path("executions"));
            return ExitCode.OK;
        }
    }
}
