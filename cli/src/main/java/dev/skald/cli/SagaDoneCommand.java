package dev.skald.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code skald saga done EXECUTION --result JSON}. */
@Command(name = "done", description = "Says that a parked compensation was done by hand.")
final class SagaDoneCommand extends SagaActionCommand {
    @Option(
            names = "--result",
            paramLabel = "JSON",
            description = "what it would have returned; @FILE reads a file, - reads standard input")
    private @Nullable String result;

    SagaDoneCommand(Surroundings surroundings) {
        super(surroundings, "done");
    }

    @Override
    void addTo(ObjectNode request) throws IOException {
        if (result != null) request.put("result", text(result));
    }
}
