package dev.skald.cli;

import dev.skald.cli.view.SagaLines;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code skald saga show EXECUTION}. */
@Command(name = "show", description = "Shows a saga: its status, what waits for a person, and what would be undone.")
final class SagaShowCommand extends SagaViewCommand {
    SagaShowCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    void show(JsonNode saga, SagaLines lines) {
        lines.show(saga);
    }
}
