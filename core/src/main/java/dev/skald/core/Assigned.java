package dev.skald.core;

import dev.skald.asl.Payload;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Variables with their values, as one JSON object: how they are stored. */
final class Assigned {
    private Assigned() {}

    static Payload toPayload(Map<String, Payload> variables) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        variables.forEach((name, value) -> node.set(name, value.node()));
        return Payload.of(node);
    }

    static Map<String, Payload> of(Payload object) {
        Map<String, Payload> variables = new LinkedHashMap<>();
        object.node().forEachEntry((name, value) -> variables.put(name, Payload.of(value)));
        return variables;
    }
}
