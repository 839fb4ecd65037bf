package dev.skald.cli.project;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;

/** A value of a YAML text that knows its line, so that a problem can name it. */
sealed interface YamlValue {
    /** How deep a project file may nest. */
    int DEPTH_MAX = 100;

    /** The line it begins on, from 1. */
    int line();

    /** The same value without lines. */
    JsonNode json();

    /** What people call this kind of value. */
    String kind();

    record Mapping(int line, Map<String, Member> members) implements YamlValue {
        @Override
        public JsonNode json() {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            members.forEach((name, member) -> object.set(name, member.value().json()));
            return object;
        }

        @Override
        public String kind() {
            return "a mapping";
        }
    }

    /** @param line the line of the key */
    record Member(int line, YamlValue value) {}

    record Sequence(int line, List<YamlValue> items) implements YamlValue {
        @Override
        public JsonNode json() {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            items.forEach(item -> array.add(item.json()));
            return array;
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    record Scalar(int line, JsonNode json) implements YamlValue {
        @Override
        public String kind() {
            return json.isNull() ? "nothing" : json.isString() ? "a text" : json.isBoolean() ? "a boolean" : "a number";
        }

        /** The text as a person wrote it, near enough. */
        String text() {
            return json.asString();
        }
    }

    /**
     * Reads one YAML document.
     *
     * @throws MalformedYaml if it is none
     */
    static YamlValue read(String text) throws MalformedYaml {
        try (JsonParser parser = new YAMLMapper().createParser(text)) {
            JsonToken first = parser.nextToken();
            if (first == null) return new Mapping(1, Map.of());
            YamlValue value = value(parser, 0);
            if (parser.nextToken() != null) throw new MalformedYaml(lineOf(parser), "a second document begins here");
            return value;
        } catch (JacksonException e) {
            int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
            throw new MalformedYaml(
                    line, e.getOriginalMessage().lines().findFirst().orElse("not YAML"));
        }
    }

    private static YamlValue value(JsonParser parser, int depth) throws MalformedYaml {
        int line = lineOf(parser);
        if (depth > DEPTH_MAX) throw new MalformedYaml(line, "nested deeper than " + DEPTH_MAX);
        if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias())
            throw new MalformedYaml(line, "aliases (*name) are not supported");
        return switch (parser.currentToken()) {
            case START_OBJECT -> mapping(parser, line, depth);
            case START_ARRAY -> sequence(parser, line, depth);
            default -> new Scalar(line, scalar(parser));
        };
    }

    private static Mapping mapping(JsonParser parser, int line, int depth) throws MalformedYaml {
        Map<String, Member> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            int keyLine = lineOf(parser);
            parser.nextToken();
            Member before = members.put(name, new Member(keyLine, value(parser, depth + 1)));
            if (before != null) throw new MalformedYaml(keyLine, "the key `" + name + "` is there twice");
        }
        return new Mapping(line, members);
    }

    private static Sequence sequence(JsonParser parser, int line, int depth) throws MalformedYaml {
        List<YamlValue> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) items.add(value(parser, depth + 1));
        return new Sequence(line, items);
    }

    private static JsonNode scalar(JsonParser parser) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (parser.currentToken()) {
            case VALUE_NULL -> nodes.nullNode();
            case VALUE_TRUE -> nodes.booleanNode(true);
            case VALUE_FALSE -> nodes.booleanNode(false);
            case VALUE_NUMBER_INT -> nodes.numberNode(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> nodes.numberNode(parser.getDecimalValue());
            default -> nodes.stringNode(parser.getString());
        };
    }

    private static int lineOf(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }

    /** Text that is not one YAML document of plain values. */
    final class MalformedYaml extends Exception {
        private static final long serialVersionUID = 1L;

        private final int line;

        MalformedYaml(int line, String message) {
            super(message, null, false, false);
            this.line = line;
        }

        int line() {
            return line;
        }

        String message() {
            return String.valueOf(getMessage());
        }
    }
}
