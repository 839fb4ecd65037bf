package dev.skald.asl;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A state as the definition spells it, with its place. The definition need not be valid.
 *
 * @param around the Parallel or Map state that it is in; null at the top
 * @param branch which branch of it
 * @param jsonata whether its expressions are JSONata
 */
record LintedState(
        String name,
        ObjectNode node,
        Location location,
        @Nullable String around,
        int branch,
        boolean jsonata) {

    /** Every state of a definition, those of branches and processors after the state they are in. */
    static List<LintedState> all(ObjectNode definition) {
        List<LintedState> states = new ArrayList<>();
        block(definition, Location.ROOT, null, 0, isJsonata(definition, false), states);
        return List.copyOf(states);
    }

    private static boolean isJsonata(JsonNode fields, boolean otherwise) {
        JsonNode language = fields.path("QueryLanguage");
        return language.isString() ? language.stringValue().equals("JSONata") : otherwise;
    }

    private static void block(
            JsonNode block,
            Location location,
            @Nullable String around,
            int branch,
            boolean jsonata,
            List<LintedState> states) {
        for (Map.Entry<String, JsonNode> entry : block.path("States").properties()) {
            if (!(entry.getValue() instanceof ObjectNode node)) continue;
            String name = entry.getKey();
            Location at = location.field("States").field(name);
            states.add(new LintedState(name, node, at, around, branch, isJsonata(node, jsonata)));
            nested(name, node, at, jsonata, states);
        }
    }

    private static void nested(String name, ObjectNode node, Location at, boolean jsonata, List<LintedState> states) {
        int branch = 0;
        for (JsonNode each : node.path("Branches"))
            block(each, at.field("Branches").element(branch), name, branch++, isJsonata(each, jsonata), states);
        for (String processor : List.of("ItemProcessor", "Iterator"))
            block(node.path(processor), at.field(processor), name, 0, isJsonata(node.path(processor), jsonata), states);
    }

    Location at(String field) {
        return location.field(field);
    }

    /** Where one of its catchers or retriers is. */
    Location at(String field, int index) {
        return location.field(field).element(index);
    }
}
