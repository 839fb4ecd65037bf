package dev.skald.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code skald task reject TASK --error NAME}. */
@Command(name = "reject", description = "Ends a task that waits for its token with an error.")
final class TaskRejectCommand extends TaskActionCommand {
    @Option(names = "--error", description = "the error name (default: Rejected)")
    private @Nullable String error;

    @Option(names = "--cause", description = "the cause (default: the reason)")
    private @Nullable String cause;

    TaskRejectCommand(Surroundings surroundings) {
        super(surroundings, "reject");
    }

    @Override
    void addTo(ObjectNode request) {
        if (error != null) request.put("error", error);
        if (cause != null) request.put("cause", cause);
    }
}
