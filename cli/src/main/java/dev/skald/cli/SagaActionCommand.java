package dev.skald.cli;

import dev.skald.cli.executions.Executions;
import dev.skald.cli.view.SagaLines;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a person does about a saga: {@code skald saga ACTION EXECUTION --why REASON}. Shows what has become of it. */
@Command
abstract class SagaActionCommand extends AskingCommand {
    private final String action;

    @Parameters(paramLabel = "EXECUTION", description = "its ARN, or MACHINE/NAME")
    private String execution = "";

    @Option(
            names = "--park",
            paramLabel = "N",
            description = "which of those that wait, as `skald saga show` numbers them; needed when several do")
    private @Nullable Long park;

    @Mixin
    private PersonFlags person = new PersonFlags();

    /** @param action as {@code /api/v1} names it */
    SagaActionCommand(Surroundings surroundings, String action) {
        super(surroundings, true);
        this.action = action;
    }

    @Override
    final JsonNode ask(Executions executions) throws IOException, InterruptedException {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        if (park != null) request.put("park", park.longValue());
        person.addTo(request);
        addTo(request);
        return executions.operate(executions.arn(execution), action, request);
    }

    /** Adds what only this action is told. */
    void addTo(ObjectNode request) throws IOException {}

    @Override
    final void show(JsonNode answer) {
        new SagaLines(terminal(), now()).headline(answer);
    }
}
