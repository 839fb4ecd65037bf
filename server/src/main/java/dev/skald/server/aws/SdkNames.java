package dev.skald.server.aws;

import dev.skald.asl.Payload;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What AWS SDK integrations change on the wire: members have capital initials, instants are ISO 8601, and a JSON value
 * given for a text is sent as its text.
 */
final class SdkNames {
    /** Members whose own members are names that users gave. */
    private static final Set<String> MAPS = Set.of("variableReferences");

    private SdkNames() {}

    static String upper(String name) {
        return name.isEmpty() ? name : name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    /** {@code Sfn.InvalidTokenException} for InvalidToken. */
    static String error(String code) {
        return "Sfn." + (code.endsWith("Exception") ? code : code + "Exception");
    }

    // Requests.

    /** @throws SdkTasks.UnknownMember when the operation has no such member */
    static ObjectNode request(JsonNode parameters, Shape.Structure shape) throws SdkTasks.UnknownMember {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> each : parameters.properties()) {
            Shape.Member member = member(shape, each.getKey());
            if (member == null) throw new SdkTasks.UnknownMember(each.getKey());
            request.set(member.name(), value(each.getValue(), member.shape()));
        }
        return request;
    }

    private static Shape.@Nullable Member member(Shape.Structure shape, String name) {
        for (Shape.Member member : shape.members()) if (upper(member.name()).equals(name)) return member;
        return null;
    }

    private static JsonNode value(JsonNode value, Shape shape) throws SdkTasks.UnknownMember {
        return switch (shape) {
            case Shape.Text _ ->
                value.isContainer()
                        ? JsonNodeFactory.instance.stringNode(Payload.of(value).text())
                        : value;
            case Shape.Items items -> value.isArray() ? items(value, items.item()) : value;
            case Shape.Structure structure -> value.isObject() ? request(value, structure) : value;
            case Shape.Whole _, Shape.Real _, Shape.Flag _ -> value;
        };
    }

    private static ArrayNode items(JsonNode values, Shape shape) throws SdkTasks.UnknownMember {
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        for (JsonNode value : values) items.add(value(value, shape));
        return items;
    }

    // Answers.

    static Payload result(ObjectNode answer) {
        return Payload.of(members(answer));
    }

    private static ObjectNode members(JsonNode answer) {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> each : answer.properties()) {
            String name = each.getKey();
            result.set(upper(name), MAPS.contains(name) ? each.getValue() : shown(name, each.getValue()));
        }
        return result;
    }

    private static JsonNode shown(String name, JsonNode value) {
        if (value.isObject()) return members(value);
        if (value.isArray()) return list(name, value);
        boolean instant = value.isNumber() && (name.endsWith("Date") || name.equals("timestamp"));
        return instant ? JsonNodeFactory.instance.stringNode(iso(value)) : value;
    }

    private static ArrayNode list(String name, JsonNode values) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (JsonNode value : values) list.add(shown(name, value));
        return list;
    }

    private static String iso(JsonNode seconds) {
        long millis = seconds.decimalValue().movePointRight(3).longValue();
        return DateTimeFormatter.ISO_INSTANT.format(Instant.ofEpochMilli(millis));
    }
}
