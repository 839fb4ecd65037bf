package dev.skald.server.aws;

import dev.skald.asl.Asl;
import dev.skald.server.json.JsonWriter;
import java.util.SortedMap;
import java.util.SortedSet;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code variableReferences}: which states of a definition read which variables; absent when none does. */
final class VariableReferencesJson {
    private VariableReferencesJson() {}

    static void write(String definition, JsonWriter out) {
        SortedMap<String, SortedSet<String>> references = Asl.variableReferences(definition);
        if (references.isEmpty()) return;
        ObjectNode states = JsonNodeFactory.instance.objectNode();
        references.forEach((state, names) -> names.forEach(states.putArray(state)::add));
        out.tree("variableReferences", states);
    }
}
