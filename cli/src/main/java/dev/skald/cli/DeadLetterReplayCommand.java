package dev.skald.cli;

import picocli.CommandLine.Command;

/** {@code skald dead-letter replay NUMBER --why REASON}. */
@Command(name = "replay", description = "Sends an event to its target again, as often as the target says.")
final class DeadLetterReplayCommand extends DeadLetterActionCommand {
    DeadLetterReplayCommand(Surroundings surroundings) {
        super(surroundings, "replay", "sent again");
    }
}
