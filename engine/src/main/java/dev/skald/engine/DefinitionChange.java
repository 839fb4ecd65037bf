package dev.skald.engine;

import dev.skald.asl.Asl;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whether an execution may go on with another definition: what it has done so far must mean the same there.
 *
 * <p>Every state that it has left must be equal. The states at which it goes on may differ, but stand where they stood and
 * be of the same type; Parallel and Map states around them may differ in states that were not visited. Comments and
 * {@code TimeoutSeconds} of the machine may differ always.
 */
final class DefinitionChange {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String STATES = "States";
    private static final Set<String> OF_THE_MACHINE = Set.of("StartAt", "QueryLanguage");

    private final Map<String, Placed> before;
    private final Map<String, Placed> after;
    private final Visits visits;

    /**
     * What an execution has done.
     *
     * @param entered the names of all states it has entered
     * @param exited those it has left at least once
     * @param open those at which it goes on
     */
    record Visits(Set<String> entered, Set<String> exited, Set<String> open) {}

    /** A state, and where it stands. */
    private record Placed(String place, JsonNode state) {}

    private DefinitionChange(Map<String, Placed> before, Map<String, Placed> after, Visits visits) {
        this.before = before;
        this.after = after;
        this.visits = visits;
    }

    /**
     * Why an execution cannot go on with another definition; empty when it can.
     *
     * @param before a valid definition, the one it runs
     * @param after a valid definition, the one to go on with
     */
    static Optional<String> refusal(String before, String after, Visits visits) {
        JsonNode old = tree(before);
        JsonNode other = tree(after);
        for (String field : OF_THE_MACHINE)
            if (!old.path(field).equals(other.path(field)))
                return Optional.of("The definitions differ in '" + field + "'");
        return new DefinitionChange(placed(old), placed(other), visits).refusal();
    }

    /** Of JSON or YAML. */
    private static JsonNode tree(String definition) {
        return JSON.readTree(Asl.withoutSkaldFields(definition));
    }

    private Optional<String> refusal() {
        for (String name : visits.open()) {
            Optional<String> refusal = refusalOfOpen(name);
            if (refusal.isPresent()) return refusal;
        }
        for (String name : visits.entered()) {
            boolean mayDiffer = visits.open().contains(name) && !visits.exited().contains(name);
            if (!mayDiffer && !core(before.get(name)).equals(core(after.get(name))))
                return Optional.of("The execution has visited the state '" + name + "', which differs");
        }
        return Optional.empty();
    }

    private Optional<String> refusalOfOpen(String name) {
        Placed old = before.get(name);
        Placed other = after.get(name);
        if (old == null || other == null) return Optional.of("The state '" + name + "' to redrive is not there");
        if (!old.place.equals(other.place)) return Optional.of("The state '" + name + "' to redrive is elsewhere");
        boolean sameType = old.state.path("Type").equals(other.state.path("Type"));
        return sameType ? Optional.empty() : Optional.of("The state '" + name + "' to redrive is of another type");
    }

    /** What must be equal of a state that was visited: all but its comment and the states inside it. */
    private static Placed core(@Nullable Placed placed) {
        if (placed == null || !(placed.state instanceof ObjectNode state)) return new Placed("", JSON.nullNode());
        ObjectNode core = state.deepCopy();
        core.remove("Comment");
        core.path("Branches").forEach(DefinitionChange::withoutStates);
        withoutStates(core.path("ItemProcessor"));
        withoutStates(core.path("Iterator"));
        return new Placed(placed.place, core);
    }

    private static void withoutStates(JsonNode processor) {
        if (processor instanceof ObjectNode object) object.remove(Set.of(STATES, "Comment"));
    }

    // All states of a definition, by their names, which are unique in it.

    private static Map<String, Placed> placed(JsonNode definition) {
        Map<String, Placed> states = new HashMap<>();
        place("", definition, states);
        return states;
    }

    private static void place(String place, JsonNode machine, Map<String, Placed> states) {
        machine.path(STATES).forEachEntry((name, state) -> {
            states.put(name, new Placed(place, state));
            String inside = place + "/" + name;
            int branch = 0;
            for (JsonNode each : state.path("Branches")) place(inside + "[" + branch++ + "]", each, states);
            place(inside, state.path("ItemProcessor"), states);
            place(inside, state.path("Iterator"), states);
        });
    }
}
