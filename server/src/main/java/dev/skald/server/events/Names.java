package dev.skald.server.events;

import dev.skald.asl.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Lists of texts. */
final class Names {
    private Names() {}

    static JsonNode of(List<String> names) {
        ArrayNode array = Json.array();
        names.forEach(array::add);
        return array;
    }
}
