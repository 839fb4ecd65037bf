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
        return stateName == null ? compiled(new Place(definition, null, null)) : named(definition, stateName);
    }

    private static Asl.ParsedState named(ObjectNode definition, String stateName) {
        var problems = new Problems();
        if (new MachineParser(MachineType.STANDARD, problems).parse(definition) == null)
            return new Asl.ParsedState.Invalid(problems.all());
        Place place = find(definition, stateName, null, null);
        return place == null ? new Asl.ParsedState.Missing() : compiled(place);
    }

    /**
     * @param map the innermost Map that the state is in; null outside of all
     * @param language the QueryLanguage of the blocks around it; null if none names one
     */
    private record Place(
            JsonNode state,
            @Nullable JsonNode map,
            @Nullable JsonNode language) {}

    /** A state by its name, which is unique in a valid definition. */
    private static @Nullable Place find(
            JsonNode block, String name, @Nullable JsonNode map, @Nullable JsonNode around) {
        JsonNode language = block.has("QueryLanguage") ? block.get("QueryLanguage") : around;
        for (Map.Entry<String, JsonNode> entry : block.path("States").properties()) {
            JsonNode state = entry.getValue();
            Place found =
                    entry.getKey().equals(name) ? new Place(state, map, language) : within(state, name, map, language);
            if (found != null) return found;
        }
        return null;
    }

    private static @Nullable Place within(
            JsonNode state, String name, @Nullable JsonNode map, @Nullable JsonNode language) {
        for (JsonNode branch : state.path("Branches")) {
            Place found = find(branch, name, map, language);
            if (found != null) return found;
        }
        Place found = find(state.path("ItemProcessor"), name, state, language);
        return found != null ? found : find(state.path("Iterator"), name, state, language);
    }

    private static Asl.ParsedState compiled(Place place) {
        ObjectNode machine = Json.object();
        if (place.language() != null) machine.set("QueryLanguage", place.language());
        machine.put("StartAt", Asl.STATE_NAME);
        machine.putObject("States").set(Asl.STATE_NAME, place.state());
        var problems = new Problems();
        StateMachine parsed = new MachineParser(MachineType.STANDARD, problems).parseState(machine);
        return parsed == null
                ? new Asl.ParsedState.Invalid(problems.all())
                : new Asl.ParsedState.Found(Objects.requireNonNull(parsed), place.state(), place.map());
    }
}
