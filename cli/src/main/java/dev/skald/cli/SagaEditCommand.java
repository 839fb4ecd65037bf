package dev.skald.cli;

import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code skald saga edit EXECUTION --input JSON}. */
@Command(name = "edit", description = "Tries again what is parked, with another input.")
final class SagaEditCommand extends SagaActionCommand {
    @Option(
            names = "--input",
            paramLabel = "JSON",
            required = true,
            description = "what it is called with; @FILE reads a file, - reads standard input")
    private String input = "";

    SagaEditCommand(Surroundings surroundings) {
        super(surroundings, "retry");
    }

    @Override
    void addTo(ObjectNode request) throws IOException {
        request.put("input", text(input));
    }
}
