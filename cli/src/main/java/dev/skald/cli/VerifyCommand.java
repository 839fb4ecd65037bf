package dev.skald.cli;

import dev.skald.asl.MalformedJson;
import dev.skald.asl.Payload;
import dev.skald.cli.view.JsonText;
import dev.skald.engine.matrix.FaultMatrix;
import dev.skald.engine.matrix.MatrixReport;
import dev.skald.engine.matrix.MatrixReport.Finding;
import dev.skald.engine.matrix.StepResults;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** {@code skald verify FILE}: lets everything go wrong at each step of a saga, and looks whether all happened or nothing. */
@Command(
        name = "verify",
        description = {
            "Runs a saga in memory against scripted participants, once for each step and each fault.",
            "Exits with 1 if it ever ends half done without saying so."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class VerifyCommand implements SettingCommand {
    private final Surroundings surroundings;
    private final SettingFlags flags = new SettingFlags();

    @Parameters(paramLabel = "FILE", description = "the definition, JSON or YAML")
    private Path file = Path.of("");

    @Option(
            names = "--input",
            paramLabel = "JSON",
            description = "an input; @FILE reads a file, - reads standard input; several go several ways (default {})")
    private List<String> inputs = List.of();

    @Option(
            names = "--results",
            paramLabel = "FILE",
            description =
                    "what participants answer: an object, JSON or YAML, with the result of each state by its name;"
                            + " {InTurn: [...]} has one per visit; others answer what they were sent")
    private @Nullable Path results;

    @Option(
            names = "--undo",
            paramLabel = "STEP=STATE",
            description = "of a machine in plain ASL: that a state undoes a step")
    private Map<String, String> undos = new LinkedHashMap<>();

    @Option(
            names = "--machine",
            paramLabel = "NAME=FILE",
            description = "a machine whose executions it starts, JSON or YAML: its steps are part of the matrix")
    private Map<String, Path> machines = new LinkedHashMap<>();

    @Option(names = "--json", description = "print the report as JSON")
    private boolean json;

    VerifyCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public SettingFlags flags() {
        return flags;
    }

    @Override
    public Integer call() throws IOException {
        try {
            MatrixReport report = matrix().run();
            if (json) surroundings.terminal().exactly(JsonText.pretty(json(report)));
            else surroundings.terminal().line(report.toString());
            return report.ok() ? ExitCode.OK : ExitCode.FAILED;
        } catch (IllegalArgumentException unusable) {
            throw new UnusableSetting(unusable);
        }
    }

    private FaultMatrix matrix() throws IOException {
        FaultMatrix matrix =
                FaultMatrix.of(ValidateCommand.text(surroundings.folder().resolve(file)));
        for (String input : inputs) matrix.input(payload(surroundings.text(input)));
        undos.forEach(matrix::undo);
        for (Map.Entry<String, Path> machine : machines.entrySet())
            matrix.machine(
                    machine.getKey(), ValidateCommand.text(surroundings.folder().resolve(machine.getValue())));
        return results == null ? matrix : matrix.results(StepResults.of(tree(results)));
    }

    private static Payload payload(String text) {
        try {
            return Payload.parse(text);
        } catch (MalformedJson noJson) {
            throw new IllegalArgumentException("--input is no JSON: " + noJson.getMessage(), noJson);
        }
    }

    private JsonNode tree(Path yaml) throws IOException {
        String text = ValidateCommand.text(surroundings.folder().resolve(yaml));
        try {
            return YAMLMapper.shared().readTree(text);
        } catch (JacksonException malformed) {
            throw new IllegalArgumentException(
                    yaml + " is neither JSON nor YAML: " + malformed.getOriginalMessage(), malformed);
        }
    }

    private static JsonNode json(MatrixReport report) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("ok", report.ok()).put("runs", report.runs()).put("leftOut", report.leftOut());
        add(root.putArray("undisturbed"), report.undisturbed());
        ArrayNode rows = root.putArray("rows");
        for (MatrixReport.Row row : report.rows()) add(rows.addObject(), row);
        ArrayNode findings = root.putArray("findings");
        for (Finding finding : report.findings()) add(findings.addObject(), finding);
        add(root.putArray("trace"), report.trace());
        return root;
    }

    private static void add(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }

    private static void add(ObjectNode item, MatrixReport.Row row) {
        item.put("state", row.state()).put("undo", row.undo());
        ObjectNode cells = item.putObject("cells");
        row.cells().forEach((fault, cell) -> cells.put(fault.name(), cell.name()));
    }

    private static void add(ObjectNode item, Finding finding) {
        item.put("input", finding.input()).put("state", finding.state()).put("visit", finding.visit());
        item.put("fault", finding.fault().name());
        if (finding.error() != null) item.put("error", finding.error());
        item.put("what", finding.what());
    }
}
