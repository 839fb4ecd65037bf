package dev.skald.asl;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One object of a definition, with its location. Reading a field of the wrong type records the problem and answers as if
 * the field were absent.
 */
final class Fields {
    private final ObjectNode node;
    private final Location location;
    private final Problems problems;

    Fields(ObjectNode node, Location location, Problems problems) {
        this.node = node;
        this.location = location;
        this.problems = problems;
    }

    ObjectNode node() {
        return node;
    }

    Location location() {
        return location;
    }

    Problems problems() {
        return problems;
    }

    /** Where a field of this object is, such as {@code /States/Pay/Next}. */
    Location at(String field) {
        return location.field(field);
    }

    boolean has(String field) {
        return node.has(field);
    }

    boolean isNull(String field) {
        JsonNode value = node.get(field);
        return value != null && value.isNull();
    }

    @Nullable
    JsonNode get(String field) {
        return node.get(field);
    }

    Collection<Map.Entry<String, JsonNode>> entries() {
        return node.properties();
    }

    /** Records what is wrong with a field's value. */
    void problem(String field, String message) {
        problems.schema(message, at(field));
    }

    /** Records what is wrong with the object. */
    void problem(String message) {
        problems.schema(message, location);
    }

    void allow(Set<String> allowed) {
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (!allowed.contains(entry.getKey())) problem("Field '" + entry.getKey() + "' is not supported");
        }
    }

    void require(String... names) {
        List<String> missing = new ArrayList<>();
        for (String name : names) if (!node.has(name)) missing.add(name);
        if (!missing.isEmpty()) problem("These fields are required: " + missing);
    }

    /** Which one of these fields is present; records a problem when there are several, or none although one must be. */
    @Nullable
    String oneOf(boolean required, String... names) {
        List<String> present = new ArrayList<>();
        for (String name : names) if (node.has(name)) present.add(name);
        if (present.size() > 1) problem("There should only be one of the following fields: " + present);
        if (present.isEmpty() && required) problem("One of these fields is required: " + List.of(names));
        return present.isEmpty() ? null : present.getFirst();
    }

    @Nullable
    String string(String field) {
        JsonNode value = node.get(field);
        if (value == null) return null;
        if (value.isString()) return value.stringValue();
        problem(field, "Expected value of type String");
        return null;
    }

    @Nullable
    Boolean bool(String field) {
        JsonNode value = node.get(field);
        if (value == null) return null;
        if (value.isBoolean()) return value.booleanValue();
        problem(field, "Expected value of type Boolean");
        return null;
    }

    @Nullable
    Long integer(String field, long least, long most) {
        JsonNode value = node.get(field);
        if (value == null) return null;
        if (!value.isIntegralNumber()) {
            problem(field, "Expected value of type Integer");
            return null;
        }
        BigDecimal number = value.decimalValue();
        if (number.compareTo(BigDecimal.valueOf(least)) < 0) {
            problem(field, "Minimum value is " + least);
            return null;
        }
        if (number.compareTo(BigDecimal.valueOf(most)) > 0) {
            problem(field, "Maximum value is " + most);
            return null;
        }
        return value.longValue();
    }

    @Nullable
    Double decimal(String field, double least, double most) {
        JsonNode value = node.get(field);
        if (value == null) return null;
        if (!value.isNumber()) {
            problem(field, "Expected value of type Float");
            return null;
        }
        if (value.decimalValue().compareTo(BigDecimal.valueOf(least)) < 0) {
            problem(field, "Minimum value is " + least);
            return null;
        }
        if (value.decimalValue().compareTo(BigDecimal.valueOf(most)) > 0) {
            problem(field, "Maximum value is " + most);
            return null;
        }
        return value.decimalValue().doubleValue();
    }

    @Nullable
    Fields object(String field) {
        JsonNode value = node.get(field);
        if (value == null) return null;
        if (value instanceof ObjectNode object) return new Fields(object, at(field), problems);
        problem(field, "Expected value of type Object");
        return null;
    }

    @Nullable
    ArrayNode array(String field) {
        JsonNode value = node.get(field);
        if (value == null) return null;
        if (value instanceof ArrayNode array) return array;
        problem(field, "Expected value of type Array");
        return null;
    }

    /** The objects of an array field; elements of another type are recorded as problems and left out. */
    List<Fields> objects(String field) {
        ArrayNode array = array(field);
        if (array == null) return List.of();
        List<Fields> objects = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            Location element = at(field).element(i);
            if (array.get(i) instanceof ObjectNode object) objects.add(new Fields(object, element, problems));
            else problems.schema("Expected value of type Object", element);
        }
        return objects;
    }

    /** The value of a field that must be one of a few words. */
    @Nullable
    String word(String field, List<String> words) {
        String value = string(field);
        if (value == null || words.contains(value)) return value;
        problem(field, "The field '" + field + "' should have one of these values: " + words);
        return null;
    }
}
