package dev.skald.cli;

import dev.skald.cli.executions.EndpointException;
import dev.skald.cli.project.InvalidProjectException;
import dev.skald.cli.project.SettingValues.InvalidSetting;
import dev.skald.cli.view.Terminal;
import dev.skald.deploy.ProjectException;
import dev.skald.engine.ServiceException;
import dev.skald.engine.store.StoreException;
import dev.skald.tasks.FunctionLoadException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code skald} without a command: tells what there is. */
@Command(
        name = "skald",
        description = "Durable workflows and sagas that speak AWS Step Functions.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all is well",
            "1:an execution failed, an expectation is not met, a definition is invalid, a request was refused",
            "2:wrong usage, or something around is not as it must be"
        })
final class SkaldCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Runs a command line and returns the exit code. */
    static int run(Surroundings surroundings, String... arguments) {
        CommandLine commands = new CommandLine(new SkaldCommand());
        add(commands, new ServerCommand(surroundings));
        add(commands, new RunCommand(surroundings));
        add(commands, new ValidateCommand(surroundings));
        add(commands, new VerifyCommand(surroundings));
        add(commands, new ExportCommand(surroundings));
        commands.addSubcommand(new GraphCommand(surroundings));
        add(commands, new DevCommand(surroundings));
        add(commands, new DeployCommand(surroundings));
        add(commands, new DeploymentsCommand(surroundings));
        add(commands, new RemoveCommand(surroundings));
        add(commands, new StartCommand(surroundings));
        add(commands, new ListCommand(surroundings));
        add(commands, new DescribeCommand(surroundings));
        add(commands, new HistoryCommand(surroundings));
        add(commands, new StopCommand(surroundings));
        add(commands, new RedriveCommand(surroundings));
        add(commands, new StatusCommand(surroundings));
        add(commands, new LogsCommand(surroundings));
        commands.addSubcommand(SagaCommand.line(surroundings));
        commands.addSubcommand(TaskCommand.line(surroundings));
        commands.addSubcommand(DeadLetterCommand.line(surroundings));
        add(commands, new WarmUpCommand(surroundings));
        // A command reads @FILE itself, as one text: it is no list of further arguments.
        int code = commands.setExpandAtFiles(false)
                .setOut(surroundings.terminal().out())
                .setErr(surroundings.terminal().err())
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        surroundings.terminal().colours() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
                .setExecutionExceptionHandler((failure, _, _) -> failed(surroundings, failure))
                .execute(arguments);
        return written(surroundings, code);
    }

    /** What could not be printed was not told, whatever the command has done. A reader that has seen enough is no failure. */
    private static int written(Surroundings surroundings, int code) {
        String failure = surroundings.terminal().failure();
        if (failure == null || failure.equals(Terminal.NO_READER)) return code;
        return told(surroundings, "the output could not be written: " + failure, ExitCode.USAGE);
    }

    /** Adds a command with the settings that it takes as flags. */
    static void add(CommandLine commands, SettingCommand command) {
        CommandLine made = new CommandLine(command);
        command.flags().addTo(made.getCommandSpec());
        commands.addSubcommand(made);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }

    /** What went wrong, in a line; what nobody foresaw, with its stack. */
    private static int failed(Surroundings surroundings, Exception failure) throws Exception {
        int code = switch (failure) {
            case ServiceException e -> told(surroundings, e.code() + ": " + e.message(), ExitCode.FAILED);
            case EndpointException e -> told(surroundings, e.message(), ExitCode.USAGE);
            case InvalidSetting e -> told(surroundings, e.message(), ExitCode.USAGE);
            case ProjectException e -> told(surroundings, e.message(), ExitCode.USAGE);
            case InvalidProjectException e -> told(surroundings, e.message(), ExitCode.USAGE);
            case FunctionLoadException e -> told(surroundings, e.message(), ExitCode.USAGE);
            case NoSuchFileException e -> told(surroundings, "there is no " + e.getFile(), ExitCode.USAGE);
            case UnusableSetting e -> told(surroundings, e.message(), ExitCode.USAGE);
            case AccessDeniedException e ->
                told(surroundings, "access to " + e.getFile() + " is denied", ExitCode.USAGE);
            case StoreException e -> told(surroundings, reason(e), ExitCode.USAGE);
            case IOException e -> told(surroundings, reason(e), ExitCode.USAGE);
            default -> throw failure;
        };
        return code;
    }

    private static int told(Surroundings surroundings, String message, int code) {
        surroundings.terminal().message(message);
        return code;
    }

    static String reason(Exception failure) {
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        String cause = said(failure.getCause());
        return cause == null || message.contains(cause) ? message : message + ": " + cause;
    }

    /** Of a file that cannot be used, Java's message is its name alone. */
    private static @Nullable String said(@Nullable Throwable cause) {
        if (cause == null) return null;
        return switch (cause) {
            case AccessDeniedException e -> "access to " + e.getFile() + " is denied";
            case NoSuchFileException e -> "there is no " + e.getFile();
            case FileAlreadyExistsException e -> e.getFile() + " is no folder";
            default -> cause.getMessage();
        };
    }
}
