package dev.skald.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code skald saga done EXECUTION --result JSON}. */
@Command(
        name = "done",
        description = "Says that a parked compensation was done by hand.",
        mixinStandardHelpOptions = true)
final class SagaDoneCommand implements SettingCommand {
    private final Surroundings surroundings;
    private final SettingFlags flags = Session.flags();

    @Mixin
    private SagaFlags saga = new SagaFlags();

    @Option(
            names = "--result",
            paramLabel = "JSON",
            description = "what it would have returned; @FILE reads a file, - reads standard input")
    private @Nullable String result;

    SagaDoneCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public SettingFlags flags() {
        return flags;
    }

    @Override
    public Integer call() throws Exception {
        return saga.act(flags, surroundings, "done", "result", result);
    }
}
