package dev.skald.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code skald saga retry EXECUTION}. */
@Command(
        name = "retry",
        description = "Tries again what is parked: a compensation, a pivot or a retriable step.",
        mixinStandardHelpOptions = true)
final class SagaRetryCommand implements SettingCommand {
    private final Surroundings surroundings;
    private final SettingFlags flags = Session.flags();

    @Mixin
    private SagaFlags saga = new SagaFlags();

    SagaRetryCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public SettingFlags flags() {
        return flags;
    }

    @Override
    public Integer call() throws Exception {
        return saga.act(flags, surroundings, "retry");
    }
}
