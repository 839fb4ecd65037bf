package dev.skald.cli;

import dev.skald.cli.view.SagaLines;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code skald saga preview EXECUTION}. */
@Command(name = "preview", description = "Shows what would be undone now, in which order.")
final class SagaPreviewCommand extends SagaViewCommand {
    SagaPreviewCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    void show(JsonNode saga, SagaLines lines) {
        lines.preview(saga);
    }
}
