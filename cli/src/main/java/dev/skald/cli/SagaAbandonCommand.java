package dev.skald.cli;

import picocli.CommandLine.Command;

/** {@code skald saga abandon EXECUTION}. */
@Command(name = "abandon", description = "Ends the execution now, whatever is not undone. The log is kept.")
final class SagaAbandonCommand extends SagaActionCommand {
    SagaAbandonCommand(Surroundings surroundings) {
        super(surroundings, "abandon");
    }
}
