package dev.skald.cli;

import picocli.CommandLine.Command;

/** {@code skald saga compensate EXECUTION}. */
@Command(
        name = "compensate",
        description = "Undoes a failure that waits; says of a parked pivot that it did not happen.")
final class SagaCompensateCommand extends SagaActionCommand {
    SagaCompensateCommand(Surroundings surroundings) {
        super(surroundings, "compensate");
    }
}
