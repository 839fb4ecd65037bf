package dev.skald.cli;

import dev.skald.asl.Asl;
import dev.skald.asl.Finding;
import dev.skald.asl.MachineType;
import dev.skald.asl.Problem;
import dev.skald.cli.view.Terminal;
import dev.skald.cli.view.Terminal.Style;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code skald validate FILE...}: checks definitions, as CreateStateMachine would, and tells what they probably do not mean.
 * Findings of the lint do not change the exit code.
 */
@Command(
        name = "validate",
        description = "Checks state machine definitions (JSON or YAML). Exits with 1 if one is invalid.",
        mixinStandardHelpOptions = true)
final class ValidateCommand implements SettingCommand {
    /** A definition is at most 1 MB on AWS; a larger file is something else. */
    private static final long FILE_BYTES_MAX = 8 << 20;

    private final Surroundings surroundings;
    private final SettingFlags flags = new SettingFlags();

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "the definitions")
    private List<Path> files = List.of();

    @Option(names = "--type", description = "STANDARD (the default) or EXPRESS", defaultValue = "STANDARD")
    private MachineType type = MachineType.STANDARD;

    @Option(names = "--json", description = "print the problems as JSON")
    private boolean json;

    /** What came of one file. */
    private record Checked(Path file, boolean valid, List<Problem> problems, List<Finding> lint) {}

    ValidateCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public SettingFlags flags() {
        return flags;
    }

    @Override
    public Integer call() throws IOException {
        List<Checked> checked = new ArrayList<>();
        for (Path file : files) checked.add(check(file));
        if (json) surroundings.terminal().exactly(json(checked));
        else checked.forEach(this::show);
        return checked.stream().allMatch(Checked::valid) ? ExitCode.OK : ExitCode.FAILED;
    }

    private Checked check(Path file) throws IOException {
        String definition = text(surroundings.folder().resolve(file));
        List<Finding> lint = Asl.lint(definition, type);
        return switch (Asl.parse(definition, type)) {
            case Asl.Parsed.Valid valid -> new Checked(file, true, valid.warnings(), lint);
            case Asl.Parsed.Invalid invalid -> new Checked(file, false, invalid.problems(), lint);
        };
    }

    static String text(Path file) throws IOException {
        if (!Files.exists(file)) throw new NoSuchFileException(file.toString());
        if (!Files.isRegularFile(file)) throw new IOException(file + " is no file");
        if (Files.size(file) > FILE_BYTES_MAX) throw new IOException(file + " is larger than a definition may be");
        try {
            return Files.readString(file);
        } catch (MalformedInputException e) {
            throw new IOException(file + " is not UTF-8");
        }
    }

    private void show(Checked checked) {
        Terminal terminal = surroundings.terminal();
        Style style = checked.valid() ? Style.GREEN : Style.RED;
        terminal.line(checked.file() + ": " + terminal.styled(style, checked.valid() ? "valid" : "invalid"));
        for (Problem problem : checked.problems()) terminal.line("  " + text(problem));
        for (Finding finding : checked.lint()) terminal.line("  LINT " + finding);
    }

    /** Where it is comes last, when that is known. */
    static String text(Problem problem) {
        String place = problem.location() == null ? "" : " at " + problem.location();
        return problem.severity() + " " + problem.code() + ": " + problem.message() + place;
    }

    private static String json(List<Checked> checked) {
        ArrayNode root = JsonNodeFactory.instance.arrayNode();
        for (Checked each : checked) {
            ObjectNode file = root.addObject();
            file.put("file", each.file().toString());
            file.put("result", each.valid() ? "OK" : "FAIL");
            ArrayNode diagnostics = file.putArray("diagnostics");
            each.problems().forEach(problem -> add(diagnostics.addObject(), problem));
            ArrayNode lint = file.putArray("lint");
            each.lint().forEach(finding -> add(lint.addObject(), finding));
        }
        return root.toString();
    }

    /** As ValidateStateMachineDefinition answers. */
    private static void add(ObjectNode diagnostic, Problem problem) {
        diagnostic.put("severity", problem.severity().name());
        diagnostic.put("code", problem.code());
        diagnostic.put("message", problem.message());
        if (problem.location() != null) diagnostic.put("location", problem.location());
    }

    /** As {@code /api/v1} answers. */
    private static void add(ObjectNode item, Finding finding) {
        item.put("code", finding.code().name());
        if (finding.state() != null) item.put("state", finding.state());
        item.put("location", finding.location());
        item.put("reason", finding.reason());
    }
}
