package dev.skald.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code skald saga abandon EXECUTION}. */
@Command(
        name = "abandon",
        description = "Ends the execution now, whatever is not undone. The log is kept.",
        mixinStandardHelpOptions = true)
final class SagaAbandonCommand implements SettingCommand {
    private final Surroundings surroundings;
    private final SettingFlags flags = Session.flags();

    @Mixin
    private SagaFlags saga = new SagaFlags();

    SagaAbandonCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public SettingFlags flags() {
        return flags;
    }

    @Override
    public Integer call() throws Exception {
        return saga.act(flags, surroundings, "abandon");
    }
}
