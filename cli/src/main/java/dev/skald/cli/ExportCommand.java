package dev.skald.cli;

import dev.skald.asl.Problem;
import dev.skald.asl.SagaExport;
import dev.skald.cli.view.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code skald export FILE}: a saga as a definition that AWS takes. */
@Command(
        name = "export",
        description = "Compiles a saga to plain ASL. What plain ASL cannot do is told on standard error.",
        mixinStandardHelpOptions = true)
final class ExportCommand implements SettingCommand {
    private final Surroundings surroundings;
    private final SettingFlags flags = new SettingFlags();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", arity = "1", description = "the definition, JSON or YAML")
    private Path file = Path.of("");

    @Option(names = "--output", paramLabel = "FILE", description = "write the definition there, not to standard output")
    private @Nullable Path output;

    @Option(
            names = "--park-queue",
            paramLabel = "URL",
            description = "the SQS queue that is told what waits for a person")
    private @Nullable String queue;

    @Option(
            names = "--park-function",
            paramLabel = "NAME",
            description = "the Lambda function that is told instead of a queue")
    private @Nullable String function;

    ExportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public SettingFlags flags() {
        return flags;
    }

    @Override
    public Integer call() throws IOException {
        if (queue != null && function != null)
            throw new ParameterException(spec.commandLine(), "Either --park-queue or --park-function.");
        String text = ValidateCommand.text(surroundings.folder().resolve(file));
        return switch (exported(text)) {
            case SagaExport.Result.Exported exported -> show(text, exported);
            case SagaExport.Result.Refused refused -> show(refused);
        };
    }

    private SagaExport.Result exported(String text) {
        if (function != null) return SagaExport.toAsl(text, new SagaExport.Park.Function(function));
        if (queue != null) return SagaExport.toAsl(text, new SagaExport.Park.Queue(queue));
        return SagaExport.toAsl(text);
    }

    private int show(String text, SagaExport.Result.Exported exported) throws IOException {
        String definition = exported.definition().equals(text) ? text : pretty(exported.definition());
        if (output == null) surroundings.terminal().exactly(definition.stripTrailing());
        else surroundings.write(output, definition);
        for (SagaExport.Warning warning : exported.warnings())
            surroundings.terminal().message("warning " + warning);
        return ExitCode.OK;
    }

    private static String pretty(String json) {
        JsonMapper mapper = JsonMapper.shared();
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(mapper.readTree(json)) + "\n";
    }

    private int show(SagaExport.Result.Refused refused) {
        Terminal terminal = surroundings.terminal();
        for (Problem problem : refused.problems()) terminal.message(ValidateCommand.text(problem));
        return ExitCode.FAILED;
    }
}
