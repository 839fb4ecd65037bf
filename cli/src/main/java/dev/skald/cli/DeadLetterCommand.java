package dev.skald.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code skald dead-letter} without a command: tells what there is. */
@Command(
        name = "dead-letter",
        description = "Shows events that a target did not get, and sends or drops them.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class DeadLetterCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** The command with all below it. */
    static CommandLine line(Surroundings surroundings) {
        CommandLine commands = new CommandLine(new DeadLetterCommand());
        SkaldCommand.add(commands, new DeadLetterListCommand(surroundings));
        SkaldCommand.add(commands, new DeadLetterReplayCommand(surroundings));
        SkaldCommand.add(commands, new DeadLetterDropCommand(surroundings));
        return commands;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }
}
