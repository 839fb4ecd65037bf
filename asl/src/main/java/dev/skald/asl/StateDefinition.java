package dev.skald.asl;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes one state out of a definition, and makes a machine of it. */
final class StateDefinition {
    private StateDefinition() {}

    static Asl.ParsedState parse(String text, @Nullable String stateName) {
        var problems = new Problems();
        JsonNode tree = text.isBlank() ? Json.nullNode() : DefinitionParser.json(text, problems);
        if (!(tree instanceof ObjectNode definition)) {
            if (tree != null)
                problems.errorAt(Problems.SCHEMA_VALIDATION_FAILED, "Definition must be a valid JSON object", null);
            return new Asl.ParsedState.Invalid(problems.all());
        }
        return stateName == null ? compiled(definition, null) : named(definition, stateName);
    }

    private static Asl.ParsedState named(ObjectNode definition, String stateName) {
        var problems = new Problems();
        if (new MachineParser(MachineType.STANDARD, problems).parse(definition) == null)
            return new Asl.ParsedState.Invalid(problems.all());
        JsonNode state = find(definition, stateName);
        return state == null ? new Asl.ParsedState.Missing() : compiled(state, definition.get("QueryLanguage"));
    }

    /** A state by its name, which is unique in a valid definition. */
    private static @Nullable JsonNode find(JsonNode block, String name) {
        for (Map.Entry<String, JsonNode> entry : block.path("States").properties()) {
            JsonNode found = entry.getKey().equals(name) ? entry.getValue() : within(entry.getValue(), name);
            if (found != null) return found;
        }
        return null;
    }

    private static @Nullable JsonNode within(JsonNode state, String name) {
        for (JsonNode branch : state.path("Branches")) {
            JsonNode found = find(branch, name);
            if (found != null) return found;
        }
        JsonNode found = find(state.path("ItemProcessor"), name);
        return found != null ? found : find(state.path("Iterator"), name);
    }

    private static Asl.ParsedState compiled(JsonNode state, @Nullable JsonNode language) {
        ObjectNode machine = Json.object();
        if (language != null) machine.set("QueryLanguage", language);
        machine.put("StartAt", Asl.STATE_NAME);
        machine.putObject("States").set(Asl.STATE_NAME, state);
        var problems = new Problems();
        StateMachine parsed = new MachineParser(MachineType.STANDARD, problems).parseState(machine);
        return parsed == null
                ? new Asl.ParsedState.Invalid(problems.all())
                : new Asl.ParsedState.Found(Objects.requireNonNull(parsed), state);
    }
}
