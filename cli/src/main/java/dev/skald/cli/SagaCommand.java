package dev.skald.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code skald saga} without a command: tells what there is. */
@Command(
        name = "saga",
        description = "Shows sagas, and does what a person decides about one that waits for it.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class SagaCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** The command with all below it. */
    static CommandLine line(Surroundings surroundings) {
        CommandLine commands = new CommandLine(new SagaCommand());
        SkaldCommand.add(commands, new SagaListCommand(surroundings));
        SkaldCommand.add(commands, new SagaShowCommand(surroundings));
        SkaldCommand.add(commands, new SagaPreviewCommand(surroundings));
        SkaldCommand.add(commands, new SagaRetryCommand(surroundings));
        SkaldCommand.add(commands, new SagaEditCommand(surroundings));
        SkaldCommand.add(commands, new SagaSkipCommand(surroundings));
        SkaldCommand.add(commands, new SagaDoneCommand(surroundings));
        SkaldCommand.add(commands, new SagaHappenedCommand(surroundings));
        SkaldCommand.add(commands, new SagaCompensateCommand(surroundings));
        SkaldCommand.add(commands, new SagaAbandonCommand(surroundings));
        return commands;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }
}
