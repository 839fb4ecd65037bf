package dev.skald.cli;

import dev.skald.cli.executions.Executions;
import dev.skald.cli.view.HistoryLines;
import dev.skald.cli.view.JsonText;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code skald history EXECUTION}: every event, Skald's own included. */
@Command(name = "history", description = "Shows the events of an execution.", mixinStandardHelpOptions = true)
final class HistoryCommand implements SettingCommand {
    private final Surroundings surroundings;
    private final SettingFlags flags = Session.flags();

    @Parameters(paramLabel = "EXECUTION", description = "its ARN, or MACHINE/NAME")
    private String execution = "";

    @Option(names = "--json", description = "print the events as JSON")
    private boolean json;

    HistoryCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public SettingFlags flags() {
        return flags;
    }

    @Override
    public Integer call() throws Exception {
        try (Session session = Session.open(flags, surroundings, Session.Aim.LOOK)) {
            Executions executions = session.executions();
            String arn = executions.arn(execution);
            ArrayNode events = events(
                    executions, arn, executions.describe(arn).path("events").asLong());
            if (json) surroundings.terminal().exactly(JsonText.pretty(events));
            else HistoryLines.print(events, surroundings.terminal());
            return ExitCode.OK;
        }
    }

    /** The events so far: those of a running execution that come later are not waited for. */
    private static ArrayNode events(Executions executions, String arn, long lastId)
            throws IOException, InterruptedException {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        long next = 1;
        long id = 0;
        while (id < lastId) {
            Executions.Page page = executions.events(arn, next);
            for (JsonNode event : page.events()) {
                all.add(event);
                id = Math.max(id, event.path("id").asLong(0));
            }
            if (page.events().isEmpty()) return all;
            next = page.next();
        }
        return all;
    }
}
