package dev.skald.cli;

import picocli.CommandLine.Command;

/** {@code skald saga skip EXECUTION}. */
@Command(name = "skip", description = "Leaves a parked compensation out: what it would have undone stays.")
final class SagaSkipCommand extends SagaActionCommand {
    SagaSkipCommand(Surroundings surroundings) {
        super(surroundings, "skip");
    }
}
