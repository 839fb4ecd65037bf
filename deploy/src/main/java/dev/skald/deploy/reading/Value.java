package dev.skald.deploy.reading;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A value of a file. A tree without rings; at most {@value #DEPTH_MAX} deep and of {@value #PARTS_MAX} parts. */
public sealed interface Value {
    /** How deep a file may nest. */
    int DEPTH_MAX = 200;

    /** Of how many mappings, lists and scalars a file may consist, each alias counted as what it stands for. */
    int PARTS_MAX = 500_000;

    /** Where it stands; a member of a mapping stands where its key does. */
    Place place();

    /** The line of its place. */
    default int line() {
        return place().line();
    }

    /** The same value at another place. */
    Value at(Place place);

    /** The same value without places. */
    JsonNode json();

    /** What people call this kind of value. */
    String kind();

    /** @param members in the order of the file */
    record Mapping(Place place, Map<String, Value> members) implements Value {
        public Mapping {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        /** The only member, for what is written as {@code {Ref: Name}}; false for every other name. */
        public boolean isOnly(String name) {
            return members.size() == 1 && members.containsKey(name);
        }

        @Override
        public Value at(Place other) {
            return new Mapping(other, members);
        }

        @Override
        public JsonNode json() {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            members.forEach((name, value) -> object.set(name, value.json()));
            return object;
        }

        @Override
        public String kind() {
            return "a mapping";
        }
    }

    record Sequence(Place place, List<Value> items) implements Value {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public Value at(Place other) {
            return new Sequence(other, items);
        }

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

    /**
     * A text, number, boolean or nothing.
     *
     * @param text as it is written in the file: {@code 000123}, {@code True}
     */
    record Scalar(Place place, JsonNode json, String text) implements Value {
        public boolean isNull() {
            return json.isNull();
        }

        @Override
        public Value at(Place other) {
            return new Scalar(other, json, text);
        }

        @Override
        public String kind() {
            return json.isNull() ? "nothing" : json.isString() ? "a text" : json.isBoolean() ? "a boolean" : "a number";
        }
    }

    static Scalar text(Place place, String text) {
        return new Scalar(place, JsonNodeFactory.instance.stringNode(text), text);
    }

    static Scalar nothing(Place place) {
        return new Scalar(place, JsonNodeFactory.instance.nullNode(), "");
    }

    static Scalar flag(Place place, boolean flag) {
        return new Scalar(place, JsonNodeFactory.instance.booleanNode(flag), String.valueOf(flag));
    }

    /** The same data as values that all stand at one place. */
    static Value of(Place place, JsonNode json) {
        if (json.isObject()) {
            Map<String, Value> members = new LinkedHashMap<>();
            json.properties().forEach(each -> members.put(each.getKey(), of(place, each.getValue())));
            return new Mapping(place, members);
        }
        if (json.isArray())
            return new Sequence(
                    place, json.valueStream().map(item -> of(place, item)).toList());
        return new Scalar(place, json, json.isNull() ? "" : json.asString());
    }
}
