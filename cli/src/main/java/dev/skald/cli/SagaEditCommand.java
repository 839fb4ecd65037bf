package dev.skald.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code skald saga edit EXECUTION --input JSON}. */
@Command(
        name = "edit",
        description = "Tries again what is parked, with another input.",
        mixinStandardHelpOptions = true)
final class SagaEditCommand implements SettingCommand {
    private final Surroundings surroundings;
    private final SettingFlags flags = Session.flags();

    @Mixin
    private SagaFlags saga = new SagaFlags();

    @Option(
            names = "--input",
            paramLabel = "JSON",
            required = true,
            description = "what it is called with; @FILE reads a file, - reads standard input")
    private String input = "";

    SagaEditCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public SettingFlags flags() {
        return flags;
    }

    @Override
    public Integer call() throws Exception {
        return saga.act(flags, surroundings, "retry", "input", input);
    }
}
