package dev.skald.cli;

import picocli.CommandLine.Command;

/** {@code skald dead-letter drop NUMBER --why REASON}. */
@Command(name = "drop", description = "Forgets an event that its target did not get.")
final class DeadLetterDropCommand extends DeadLetterActionCommand {
    DeadLetterDropCommand(Surroundings surroundings) {
        super(surroundings, "drop", "dropped");
    }
}
