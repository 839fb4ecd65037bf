package dev.skald.server.insight;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A JSON Schema that examples have in common: the types that were seen, and the members that none of them lacks. */
public final class InferredSchema {
    /** Deeper values are only said to be objects or arrays. */
    static final int DEPTH_MAX = 8;

    /** Members of an object beyond these are not described. */
    static final int MEMBERS_MAX = 100;

    /** Elements of an array that are looked at. */
    static final int ELEMENTS_MAX = 20;

    private final Set<String> types = new TreeSet<>();
    private final Map<String, InferredSchema> members = new LinkedHashMap<>();
    private final Map<String, Integer> seen = new LinkedHashMap<>();
    private final List<InferredSchema> elements = new ArrayList<>();
    private int objects;

    private InferredSchema() {}

    /** The schema of some examples; it allows everything when there are none. */
    public static ObjectNode of(List<JsonNode> examples) {
        var schema = new InferredSchema();
        examples.forEach(example -> schema.see(example, 0));
        return schema.write();
    }

    private void see(JsonNode value, int depth) {
        types.add(type(value));
        if (depth == DEPTH_MAX) return;
        if (value instanceof ObjectNode object) seeMembers(object, depth);
        if (value instanceof ArrayNode array) seeElements(array, depth);
    }

    private static String type(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "object";
            case ARRAY -> "array";
            case STRING -> "string";
            case BOOLEAN -> "boolean";
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            case NULL, MISSING, BINARY, POJO -> "null";
        };
    }

    private void seeMembers(ObjectNode object, int depth) {
        objects++;
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (members.size() == MEMBERS_MAX && !members.containsKey(member.getKey())) continue;
            seen.merge(member.getKey(), 1, Integer::sum);
            members.computeIfAbsent(member.getKey(), _ -> new InferredSchema()).see(member.getValue(), depth + 1);
        }
    }

    private void seeElements(ArrayNode array, int depth) {
        if (elements.isEmpty()) elements.add(new InferredSchema());
        for (int i = 0; i < Math.min(array.size(), ELEMENTS_MAX); i++)
            elements.getFirst().see(array.get(i), depth + 1);
    }

    private ObjectNode write() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        writeTypes(schema);
        if (!members.isEmpty()) writeMembers(schema);
        if (!elements.isEmpty() && !elements.getFirst().types.isEmpty())
            schema.set("items", elements.getFirst().write());
        return schema;
    }

    /** Every integer is a number. */
    private void writeTypes(ObjectNode schema) {
        Set<String> shown = new LinkedHashSet<>(types);
        if (shown.contains("number")) shown.remove("integer");
        if (shown.size() == 1) schema.put("type", shown.iterator().next());
        else if (!shown.isEmpty()) shown.forEach(schema.putArray("type")::add);
    }

    private void writeMembers(ObjectNode schema) {
        ObjectNode properties = schema.putObject("properties");
        members.forEach((name, member) -> properties.set(name, member.write()));
        List<String> required = seen.entrySet().stream()
                .filter(entry -> entry.getValue() == objects)
                .map(Map.Entry::getKey)
                .toList();
        if (!required.isEmpty()) required.forEach(schema.putArray("required")::add);
    }
}
