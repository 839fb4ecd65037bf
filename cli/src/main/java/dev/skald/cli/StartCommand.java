package dev.skald.cli;

import dev.skald.cli.executions.Executions;
import dev.skald.cli.project.MachineFile;
import dev.skald.cli.project.Project;
import dev.skald.cli.view.JsonText;
import dev.skald.cli.view.Progress;
import dev.skald.cli.view.ProgressEvent;
import dev.skald.cli.view.Terminal;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code skald start MACHINE}: StartExecution; with {@code --follow} shows its steps until its end. */
@Command(
        name = "start",
        description = "Starts an execution. With --follow shows its steps, and exits with 1 if it does not succeed.",
        mixinStandardHelpOptions = true)
final class StartCommand implements SettingCommand {
    private final Surroundings surroundings;
    private final SettingFlags flags = Session.flags();

    @Parameters(paramLabel = "MACHINE", description = "the name or ARN of a state machine")
    private String machine = "";

    @Option(
            names = "--input",
            paramLabel = "JSON",
            description = "the input; @FILE reads a file, - reads standard input (default {})",
            defaultValue = "{}")
    private String input = "{}";

    @Option(
            names = "--name",
            description = "the execution's name: while it runs, the same name and input is the same execution")
    private @Nullable String name;

    @Option(names = "--follow", description = "show the steps until the end")
    private boolean follow;

    @Option(names = "--json", description = "print JSON: the ARN, or with --follow the execution at its end")
    private boolean json;

    StartCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public SettingFlags flags() {
        return flags;
    }

    @Override
    public Integer call() throws Exception {
        String text = surroundings.text(input);
        try (Session session = Session.open(flags, surroundings, Session.Aim.START)) {
            String arn = session.executions().start(machine, name, text);
            if (!follow) return started(arn);
            if (!json) surroundings.terminal().line(arn);
            return follow(session.executions(), arn);
        }
    }

    private int started(String arn) {
        String answer =
                JsonNodeFactory.instance.objectNode().put("executionArn", arn).toString();
        surroundings.terminal().exactly(json ? answer : arn);
        return ExitCode.OK;
    }

    private int follow(Executions executions, String arn) throws Exception {
        Terminal terminal = surroundings.terminal();
        Progress progress = new Progress(json ? terminal.silent() : terminal, undoStates(), "");
        boolean succeeded = follow(executions, arn, progress, terminal);
        if (json) surroundings.terminal().exactly(JsonText.pretty(executions.describe(arn)));
        return succeeded ? ExitCode.OK : ExitCode.FAILED;
    }

    private static boolean follow(Executions executions, String arn, Progress progress, Terminal terminal)
            throws IOException, InterruptedException {
        long next = 1;
        while (true) {
            Executions.Page page = executions.events(arn, next);
            for (JsonNode event : page.events()) {
                ProgressEvent shown = ProgressEvent.of(event);
                progress.show(shown);
                if (shown.isLast()) return shown.kind() == ProgressEvent.Kind.SUCCEEDED;
            }
            if (terminal.failure() != null)
                throw new IOException("nobody reads what is shown; the execution goes on: " + arn);
            next = page.next();
        }
    }

    /** A project in the working folder says which states undo others. */
    private Set<String> undoStates() throws Exception {
        String machineName = machine.substring(machine.lastIndexOf(':') + 1);
        MachineFile file = Project.find(surroundings.folder())
                .map(project -> project.machines().get(machineName))
                .orElse(null);
        return file == null ? Set.of() : file.undo();
    }
}
