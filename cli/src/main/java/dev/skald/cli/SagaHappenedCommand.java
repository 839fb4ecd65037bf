package dev.skald.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code skald saga happened EXECUTION --result JSON}. */
@Command(
        name = "happened",
        description = "Says that a parked pivot or retriable step did happen.",
        mixinStandardHelpOptions = true)
final class SagaHappenedCommand implements SettingCommand {
    private final Surroundings surroundings;
    private final SettingFlags flags = Session.flags();

    @Mixin
    private SagaFlags saga = new SagaFlags();

    @Option(
            names = "--result",
            paramLabel = "JSON",
            description = "the result of the step; @FILE reads a file, - reads standard input")
    private @Nullable String result;

    SagaHappenedCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public SettingFlags flags() {
        return flags;
    }

    @Override
    public Integer call() throws Exception {
        return saga.act(flags, surroundings, "happened", "result", result);
    }
}
