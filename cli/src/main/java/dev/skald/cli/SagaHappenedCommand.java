package dev.skald.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code skald saga happened EXECUTION --result JSON}. */
@Command(name = "happened", description = "Says that a parked pivot or retriable step did happen.")
final class SagaHappenedCommand extends SagaActionCommand {
    @Option(
            names = "--result",
            paramLabel = "JSON",
            description = "the result of the step; @FILE reads a file, - reads standard input")
    private @Nullable String result;

    SagaHappenedCommand(Surroundings surroundings) {
        super(surroundings, "happened");
    }

    @Override
    void addTo(ObjectNode request) throws IOException {
        if (result != null) request.put("result", text(result));
    }
}
