package dev.skald.cli;

import dev.skald.cli.executions.Executions;
import dev.skald.cli.view.JsonText;
import dev.skald.cli.view.Terminal;
import java.io.IOException;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** A command that asks a server, or the store, one thing, and shows the answer in lines or as it came. */
@Command(mixinStandardHelpOptions = true)
abstract class AskingCommand implements SettingCommand {
    private final Surroundings surroundings;
    private final SettingFlags flags = Session.flags();
    private final Session.Aim aim;
    private Instant now = Instant.EPOCH;

    @Option(names = "--json", description = "print the server's answer")
    private boolean json;

    /** @param acts whether executions go on with what it does */
    AskingCommand(Surroundings surroundings, boolean acts) {
        this.surroundings = surroundings;
        this.aim = acts ? Session.Aim.ACT : Session.Aim.LOOK;
    }

    @Override
    public final SettingFlags flags() {
        return flags;
    }

    @Override
    public final Integer call() throws Exception {
        try (Session session = Session.open(flags, surroundings, aim)) {
            JsonNode answer = ask(session.executions());
            now = session.api().now();
            if (json) terminal().exactly(JsonText.pretty(answer));
            else show(answer);
            return ExitCode.OK;
        }
    }

    /** Asks, and returns the answer. */
    abstract JsonNode ask(Executions executions) throws IOException, InterruptedException;

    /** Shows an answer to people. */
    abstract void show(JsonNode answer);

    /** When the answer was given, by the clock of who gave it: its time may be virtual. */
    final Instant now() {
        return now;
    }

    final Terminal terminal() {
        return surroundings.terminal();
    }

    /** The text that an argument means, see {@link Surroundings#text}. */
    final String text(String argument) throws IOException {
        return surroundings.text(argument);
    }
}
