package dev.skald.asl;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Compiles the JSONPath rules of a Choice state: one operator each, {@code And}, {@code Or} and {@code Not} nested. */
final class ConditionParser {
    private static final List<String> COMBINATIONS = List.of("And", "Or", "Not");

    private final JsonPathLanguage paths;

    ConditionParser(JsonPathLanguage paths) {
        this.paths = paths;
    }

    /** The condition of a rule; null when something is wrong with it. */
    @Nullable
    Condition parse(Fields rule) {
        return parse(rule, true);
    }

    private @Nullable Condition parse(Fields rule, boolean top) {
        List<String> operators = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : rule.entries()) {
            String field = entry.getKey();
            if (COMBINATIONS.contains(field) || Comparison.BY_NAME.containsKey(field)) operators.add(field);
            else if (!isOther(field, top)) rule.problem("Field '" + field + "' is not supported");
        }
        if (operators.size() > 1) {
            rule.problem("There should only be one of the following fields: " + operators);
            return null;
        }
        if (operators.isEmpty()) {
            rule.problem("A Choice rule must have exactly one comparison operator");
            return null;
        }
        String operator = operators.getFirst();
        return COMBINATIONS.contains(operator) ? combination(rule, operator) : comparison(rule, operator);
    }

    private static boolean isOther(String field, boolean top) {
        return switch (field) {
            case "Variable", "Comment" -> true;
            case "Next", "Assign" -> top;
            default -> false;
        };
    }

    private @Nullable Condition combination(Fields rule, String operator) {
        if (rule.has("Variable")) rule.problem("Field 'Variable' is not supported");
        if (operator.equals("Not")) {
            Fields nested = rule.object("Not");
            Condition condition = nested == null ? null : parse(nested, false);
            return condition == null ? null : new Condition.Not(condition);
        }
        List<Condition> conditions = new ArrayList<>();
        List<Fields> nested = rule.objects(operator);
        if (nested.isEmpty()) {
            if (rule.get(operator) instanceof JsonNode array && array.isArray() && array.isEmpty()) {
                rule.problem(operator, "Value cannot be empty");
            }
            return null;
        }
        for (Fields fields : nested) {
            Condition condition = parse(fields, false);
            if (condition != null) conditions.add(condition);
        }
        return operator.equals("And") ? new Condition.And(conditions) : new Condition.Or(conditions);
    }

    private @Nullable Condition comparison(Fields rule, String operator) {
        rule.require("Variable");
        Path variable = paths.path(rule, "Variable");
        Comparison comparison = Comparison.BY_NAME.get(operator);
        if (variable == null || comparison == null) return null;
        if (comparison.byPath()) {
            Path operand = paths.path(rule, operator);
            return operand == null ? null : new Condition.WithPath(variable, comparison, operand);
        }
        JsonNode operand = rule.get(operator);
        if (operand == null || !comparison.takes(operand)) {
            rule.problem(operator, "Expected value of type " + comparison.operandType());
            return null;
        }
        return constant(rule, operator, variable, comparison, operand);
    }

    private static @Nullable Condition constant(
            Fields rule, String operator, Path variable, Comparison comparison, JsonNode operand) {
        if (comparison.kind() == Comparison.Kind.IsPresent) {
            return new Condition.Present(variable, operand.booleanValue());
        }
        if (comparison.kind() == Comparison.Kind.Timestamp && Timestamps.parse(operand.stringValue()) == null) {
            rule.problem(operator, "String does not match RFC3339 timestamp");
            return null;
        }
        return new Condition.WithConstant(variable, comparison.with(operand));
    }
}
