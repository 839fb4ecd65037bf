package dev.skald.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code skald task} without a command: tells what there is. */
@Command(
        name = "task",
        description = "Shows tasks that wait for their tokens, and answers them in a person's name.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class TaskCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** The command with all below it. */
    static CommandLine line(Surroundings surroundings) {
        CommandLine commands = new CommandLine(new TaskCommand());
        SkaldCommand.add(commands, new TaskListCommand(surroundings));
        SkaldCommand.add(commands, new TaskApproveCommand(surroundings));
        SkaldCommand.add(commands, new TaskRejectCommand(surroundings));
        SkaldCommand.add(commands, new TaskLinksCommand(surroundings));
        return commands;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }
}
