package dev.skald.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code skald dead-letter replay NUMBER --why REASON}. */
@Command(name = "replay", description = "Sends an event to its target again, as often as the target says.")
final class DeadLetterReplayCommand extends DeadLetterActionCommand {
    @Option(
            names = "--event",
            paramLabel = "JSON",
            description = "the event that this target gets instead; @FILE reads a file, - reads standard input")
    private @Nullable String event;

    DeadLetterReplayCommand(Surroundings surroundings) {
        super(surroundings, "replay", "sent again");
    }

    @Override
    void addTo(ObjectNode request) throws IOException {
        if (event != null) request.put("event", text(event));
    }
}
