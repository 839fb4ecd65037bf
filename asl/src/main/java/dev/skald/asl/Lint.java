package dev.skald.asl;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Looks for what a definition may say and its author probably does not mean. */
final class Lint {
    private static final List<String> TIME_LIMITS =
            List.of("TimeoutSeconds", "TimeoutSecondsPath", "HeartbeatSeconds", "HeartbeatSecondsPath");

    private final List<LintedState> states;
    private final Findings findings = new Findings();

    private Lint(List<LintedState> states) {
        this.states = states;
    }

    /** @param machine the compiled definition; null when it is not valid, then each state is looked at by itself only */
    static List<Finding> of(ObjectNode definition, @Nullable StateMachine machine) {
        Lint lint = new Lint(LintedState.all(definition));
        lint.fields(definition);
        if (machine != null) lint.flow(machine);
        return lint.findings.inOrderOf(lint.states);
    }

    private void flow(StateMachine machine) {
        Flow flow = new Flow(machine, states);
        new HandWrittenUndo(flow, findings).check();
        if (machine.saga() != null) new SagaLint(flow, findings).check();
    }

    private void fields(ObjectNode definition) {
        errorEquals(null, definition.path("Saga"), Location.ROOT.field("Saga"));
        for (LintedState state : states) {
            errorEquals(state.name(), state.node(), state.location());
            errorEquals(state.name(), state.node().path("Compensate"), state.at("Compensate"));
            if (isTask(state.node())) timeLimit(state);
        }
    }

    private static boolean isTask(JsonNode state) {
        return state.path("Type").isString() && state.path("Type").stringValue().equals("Task");
    }

    private void errorEquals(@Nullable String state, JsonNode fields, Location location) {
        for (String field : List.of("Retry", "Catch")) {
            JsonNode handlers = fields.path(field);
            for (int i = 0; i < handlers.size() && handlers.isArray(); i++)
                commas(
                        state,
                        handlers.path(i).path("ErrorEquals"),
                        location.field(field).element(i));
        }
    }

    private void commas(@Nullable String state, JsonNode errors, Location handler) {
        for (int i = 0; i < errors.size() && errors.isArray(); i++) {
            JsonNode error = errors.path(i);
            if (!error.isString() || error.stringValue().indexOf(',') < 0) continue;
            findings.add(
                    Finding.Code.COMMA_IN_ERROR_EQUALS,
                    state,
                    handler.field("ErrorEquals").element(i),
                    "An entry is one name, compared as a whole: one with a comma in it matches neither of the names in"
                            + " it. Write each name as an entry of its own.");
        }
    }

    private void timeLimit(LintedState state) {
        if (TIME_LIMITS.stream().anyMatch(state.node()::has)) return;
        findings.add(
                Finding.Code.NO_TIME_LIMIT,
                state,
                state.location(),
                "A Task with neither TimeoutSeconds nor HeartbeatSeconds waits for an answer for as long as its"
                        + " participant likes; what comes after it, an undo included, waits too. Give it one of them.");
    }
}
