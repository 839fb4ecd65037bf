package dev.skald.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code skald saga skip EXECUTION}. */
@Command(
        name = "skip",
        description = "Leaves a parked compensation out: what it would have undone stays.",
        mixinStandardHelpOptions = true)
final class SagaSkipCommand implements SettingCommand {
    private final Surroundings surroundings;
    private final SettingFlags flags = Session.flags();

    @Mixin
    private SagaFlags saga = new SagaFlags();

    SagaSkipCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public SettingFlags flags() {
        return flags;
    }

    @Override
    public Integer call() throws Exception {
        return saga.act(flags, surroundings, "skip");
    }
}
