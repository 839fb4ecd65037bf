package dev.skald.cli;

import dev.skald.asl.graph.Graph;
import dev.skald.asl.graph.GraphMermaid;
import dev.skald.asl.graph.GraphSvg;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code skald graph FILE}: a definition as a picture. */
@Command(
        name = "graph",
        description =
                "Draws a definition as an SVG file, or writes it as a flow chart of Mermaid. It need not be valid.",
        mixinStandardHelpOptions = true)
final class GraphCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "FILE", arity = "1", description = "the definition, JSON or YAML")
    private Path file = Path.of("");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "write the graph there, not to standard output")
    private @Nullable Path output;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "svg or mermaid (default: what the output's name says, or svg)")
    private @Nullable Format format;

    /** How a graph is written; spelled as people type it. */
    enum Format {
        svg,
        mermaid
    }

    GraphCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        String text = ValidateCommand.text(surroundings.folder().resolve(file));
        Optional<Graph> graph = Graph.of(text);
        if (graph.isEmpty()) {
            surroundings.terminal().message(file + " is neither JSON nor YAML.");
            return ExitCode.FAILED;
        }
        show(written(graph.get()));
        return ExitCode.OK;
    }

    private String written(Graph graph) {
        return switch (format()) {
            case svg -> GraphSvg.of(graph);
            case mermaid -> GraphMermaid.of(graph);
        };
    }

    private Format format() {
        if (format != null) return format;
        String name = output == null ? "" : output.toString();
        return name.endsWith(".mmd") || name.endsWith(".mermaid") ? Format.mermaid : Format.svg;
    }

    private void show(String graph) throws IOException {
        if (output == null) surroundings.terminal().exactly(graph.stripTrailing());
        else surroundings.write(output, graph);
    }
}
