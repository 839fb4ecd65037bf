package dev.skald.cli;

import picocli.CommandLine.Command;

/** {@code skald saga retry EXECUTION}. */
@Command(name = "retry", description = "Tries again what is parked: a compensation, a pivot or a retriable step.")
final class SagaRetryCommand extends SagaActionCommand {
    SagaRetryCommand(Surroundings surroundings) {
        super(surroundings, "retry");
    }
}
