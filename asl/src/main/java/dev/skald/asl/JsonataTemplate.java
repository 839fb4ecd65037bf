package dev.skald.asl;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A field's value with JSONata expressions in it, at any depth, compiled. Section 1.8. */
sealed interface JsonataTemplate {
    /** A part without an expression. Its tree is shared. */
    record Constant(JsonNode value) implements JsonataTemplate {}

    /** @param field where it stands, such as {@code Output/total} */
    record Query(JsonataExpression expression, String field) implements JsonataTemplate {}

    /** An object with an expression in it. */
    record Members(List<Member> members) implements JsonataTemplate {}

    /** An array with an expression in it. */
    record Elements(List<JsonataTemplate> elements) implements JsonataTemplate {}

    /** One member of an object. */
    record Member(String name, JsonataTemplate value) {}

    /** Compiles a value; what is wrong in it is recorded. */
    static JsonataTemplate parse(
            JsonNode node, String field, Location location, JsonataExpression.Extra extra, Problems problems) {
        return switch (node) {
            case ObjectNode object -> members(object, field, location, extra, problems);
            case ArrayNode array -> elements(array, field, location, extra, problems);
            default -> scalar(node, field, location, extra, problems);
        };
    }

    private static JsonataTemplate scalar(
            JsonNode node, String field, Location location, JsonataExpression.Extra extra, Problems problems) {
        if (!node.isString() || !JsonataExpression.isMeant(node.stringValue())) return new Constant(node);
        try {
            return new Query(JsonataExpression.parse(node.stringValue(), extra), field);
        } catch (JsonataExpression.Invalid e) {
            e.faults().forEach(fault -> problems.error(fault.code(), fault.message(), location));
            return new Constant(node);
        }
    }

    private static JsonataTemplate members(
            ObjectNode object, String field, Location location, JsonataExpression.Extra extra, Problems problems) {
        List<Member> members = new ArrayList<>();
        boolean constant = true;
        for (Map.Entry<String, JsonNode> each : object.properties()) {
            String name = each.getKey();
            JsonataTemplate value = parse(each.getValue(), field + "/" + name, location.field(name), extra, problems);
            members.add(new Member(name, value));
            constant &= value instanceof Constant;
        }
        return constant ? new Constant(object) : new Members(List.copyOf(members));
    }

    private static JsonataTemplate elements(
            ArrayNode array, String field, Location location, JsonataExpression.Extra extra, Problems problems) {
        List<JsonataTemplate> elements = new ArrayList<>();
        boolean constant = true;
        for (int i = 0; i < array.size(); i++) {
            JsonataTemplate element = parse(array.get(i), field + "[" + i + "]", location.element(i), extra, problems);
            elements.add(element);
            constant &= element instanceof Constant;
        }
        return constant ? new Constant(array) : new Elements(List.copyOf(elements));
    }

    /** @throws EvaluationException {@code States.QueryEvaluationError} */
    default JsonNode evaluate(Scope scope) {
        return switch (this) {
            case Constant(JsonNode value) -> value;
            case Query(JsonataExpression expression, String field) -> expression.evaluate(scope, field);
            case Members(List<Member> members) -> {
                ObjectNode object = Json.object();
                for (Member member : members)
                    object.set(member.name(), member.value().evaluate(scope));
                yield object;
            }
            case Elements(List<JsonataTemplate> elements) -> {
                ArrayNode array = Json.array();
                for (JsonataTemplate element : elements) array.add(element.evaluate(scope));
                yield array;
            }
        };
    }
}
