package dev.skald.deploy.reading;

import dev.skald.deploy.reading.Value.Mapping;
import dev.skald.deploy.reading.Value.Scalar;
import dev.skald.deploy.reading.Value.Sequence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads a JSON text. Made for one reading. */
final class JsonText {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Path file;
    private final JsonParser parser;
    private int parts;

    private JsonText(Path file, JsonParser parser) {
        this.file = file;
        this.parser = parser;
    }

    /**
     * Reads a text.
     *
     * @throws MalformedText if it is not one JSON value
     */
    static Value read(Path file, String text) {
        try (JsonParser parser = MAPPER.createParser(text)) {
            return new JsonText(file, parser).document();
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getLineNr());
            String message = e.getOriginalMessage();
            throw new MalformedText(
                    line,
                    "not JSON: "
                            + (message == null
                                    ? "unreadable"
                                    : message.lines().findFirst().orElse("unreadable")));
        }
    }

    private Value document() {
        if (parser.nextToken() == null) return new Mapping(new Place(file, 1), Map.of());
        Value value = value(0);
        if (parser.nextToken() != null) throw new MalformedText(line(), "not JSON: something follows its end");
        return value;
    }

    private Value value(int depth) {
        if (depth > Value.DEPTH_MAX) throw new MalformedText(line(), "nested deeper than " + Value.DEPTH_MAX);
        if (++parts > Value.PARTS_MAX) throw new MalformedText(line(), "more than " + Value.PARTS_MAX + " values");
        return switch (parser.currentToken()) {
            case START_OBJECT -> mapping(depth);
            case START_ARRAY -> sequence(depth);
            default -> scalar();
        };
    }

    private Mapping mapping(int depth) {
        Place place = place();
        Map<String, Value> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            int line = line();
            parser.nextToken();
            if (members.put(name, value(depth + 1)) != null)
                throw new MalformedText(line, "the key `" + name + "` is there twice");
        }
        return new Mapping(place, members);
    }

    private Sequence sequence(int depth) {
        Place place = place();
        List<Value> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) items.add(value(depth + 1));
        return new Sequence(place, items);
    }

    private Scalar scalar() {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        JsonNode json = switch (parser.currentToken()) {
            case VALUE_NULL -> nodes.nullNode();
            case VALUE_TRUE -> nodes.booleanNode(true);
            case VALUE_FALSE -> nodes.booleanNode(false);
            case VALUE_NUMBER_INT -> nodes.numberNode(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> nodes.numberNode(parser.getDecimalValue());
            default -> nodes.stringNode(parser.getString());
        };
        return new Scalar(place(), json, json.isNull() ? "" : parser.getString());
    }

    private Place place() {
        return new Place(file, line());
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }
}
