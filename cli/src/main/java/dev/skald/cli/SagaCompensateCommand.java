package dev.skald.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code skald saga compensate EXECUTION}. */
@Command(
        name = "compensate",
        description = "Undoes a failure that waits; says of a parked pivot that it did not happen.",
        mixinStandardHelpOptions = true)
final class SagaCompensateCommand implements SettingCommand {
    private final Surroundings surroundings;
    private final SettingFlags flags = Session.flags();

    @Mixin
    private SagaFlags saga = new SagaFlags();

    SagaCompensateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public SettingFlags flags() {
        return flags;
    }

    @Override
    public Integer call() throws Exception {
        return saga.act(flags, surroundings, "compensate");
    }
}
