package dev.skald.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code skald task approve TASK --output JSON}. */
@Command(name = "approve", description = "Ends a task that waits for its token with success.")
final class TaskApproveCommand extends TaskActionCommand {
    @Option(
            names = "--output",
            paramLabel = "JSON",
            description =
                    "the output of the task (default: approved, who and why); @FILE reads a file, - standard input")
    private @Nullable String output;

    TaskApproveCommand(Surroundings surroundings) {
        super(surroundings, "approve");
    }

    @Override
    void addTo(ObjectNode request) throws IOException {
        if (output != null) request.put("output", text(output));
    }
}
