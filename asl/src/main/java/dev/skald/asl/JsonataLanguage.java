package dev.skald.asl;

import dev.skald.asl.JsonataExpression.Extra;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code "QueryLanguage": "JSONata"}: section 1.8. */
final class JsonataLanguage implements QueryLanguage {
    static final JsonataLanguage INSTANCE = new JsonataLanguage();

    private static final long MOST_SECONDS = 99_999_999;

    private JsonataLanguage() {}

    @Override
    public String name() {
        return "JSONata";
    }

    @Override
    public DataFlow flow(StateType type, Fields state) {
        Extra extra = extra(type);
        Expression<Payload> arguments = template(state, "Arguments", Extra.NOTHING);
        Expression<Payload> output = template(state, "Output", extra);
        return new DataFlow(
                Scope::input,
                arguments == null ? Scope::input : arguments,
                output == null ? defaultOutput(extra) : output,
                assign(state, extra));
    }

    /** What {@code Output} and {@code Assign} of a state see beside its input. */
    private static Extra extra(StateType type) {
        return switch (type) {
            case Task, Parallel, Map -> Extra.RESULT;
            case Pass, Wait, Choice, Succeed, Fail -> Extra.NOTHING;
        };
    }

    private static Expression<Payload> defaultOutput(Extra extra) {
        return switch (extra) {
            case NOTHING -> Scope::input;
            case RESULT -> scope -> Objects.requireNonNull(scope.result(), "evaluated before there was a result");
            case ERROR_OUTPUT -> scope -> Objects.requireNonNull(scope.errorOutput(), "evaluated without an error");
        };
    }

    /** A field's value with expressions at any depth; null when the field is absent. */
    private static @Nullable Expression<Payload> template(Fields fields, String field, Extra extra) {
        return template(fields, field, "", extra);
    }

    @Override
    public @Nullable Expression<Payload> template(Fields fields, String field, String within) {
        return template(fields, field, within, Extra.NOTHING);
    }

    private static @Nullable Expression<Payload> template(Fields fields, String field, String within, Extra extra) {
        JsonNode node = fields.get(field);
        if (node == null) return null;
        JsonataTemplate template =
                JsonataTemplate.parse(node, within + field, fields.at(field), extra, fields.problems());
        if (template instanceof JsonataTemplate.Constant(JsonNode value)) return Expression.constant(Payload.of(value));
        return scope -> Payload.of(Json.checked(template.evaluate(scope)));
    }

    @Override
    public @Nullable Expression<Map<String, Payload>> assign(Fields fields) {
        return assign(fields, fields.has("ErrorEquals") ? Extra.ERROR_OUTPUT : Extra.NOTHING);
    }

    private static @Nullable Expression<Map<String, Payload>> assign(Fields fields, Extra extra) {
        Fields assign = fields.object("Assign");
        if (assign == null) return null;
        Map<String, JsonataTemplate> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> each : assign.entries()) {
            String name = each.getKey();
            values.put(
                    name,
                    JsonataTemplate.parse(
                            each.getValue(), "Assign/" + name, assign.at(name), extra, fields.problems()));
        }
        return scope -> evaluate(values, scope);
    }

    private static Map<String, Payload> evaluate(Map<String, JsonataTemplate> values, Scope scope) {
        Map<String, Payload> assigned = new LinkedHashMap<>();
        values.forEach((name, value) -> assigned.put(name, Payload.of(Json.checked(value.evaluate(scope)))));
        return assigned;
    }

    @Override
    public @Nullable Expression<Payload> record(Fields task) {
        return template(task, "Record", Extra.RESULT);
    }

    @Override
    public Expression<Payload> ruleOutput(Fields rule) {
        Expression<Payload> output = template(rule, "Output", Extra.NOTHING);
        return output == null ? Scope::input : output;
    }

    @Override
    public Expression<Payload> caught(Fields catcher) {
        Expression<Payload> output = template(catcher, "Output", Extra.ERROR_OUTPUT);
        return output == null ? defaultOutput(Extra.ERROR_OUTPUT) : output;
    }

    // Fields of one type.

    /** A field that must give a value of one type; what it gives otherwise is AWS's error. */
    private static Expression<JsonNode> typed(
            Fields fields, String field, String expected, Predicate<JsonNode> isExpected) {
        JsonNode node = Objects.requireNonNull(fields.get(field));
        JsonataTemplate template =
                JsonataTemplate.parse(node, field, fields.at(field), Extra.NOTHING, fields.problems());
        return switch (template) {
            case JsonataTemplate.Query(JsonataExpression expression, String at) ->
                scope -> {
                    JsonNode value = expression.evaluate(scope, at);
                    if (isExpected.test(value)) return value;
                    throw unexpected(expression, at, expected, value);
                };
            case JsonataTemplate.Constant(JsonNode value) -> {
                boolean refused = value.isString() && JsonataExpression.isMeant(value.stringValue());
                if (!refused && !isExpected.test(value))
                    fields.problem(field, "Expected value of type " + capitalised(expected));
                yield Expression.constant(value);
            }
            case JsonataTemplate.Members _, JsonataTemplate.Elements _ -> {
                if (!isExpected.test(node)) fields.problem(field, "Expected value of type " + capitalised(expected));
                yield template::evaluate;
            }
        };
    }

    private static EvaluationException unexpected(
            JsonataExpression expression, String field, String expected, JsonNode value) {
        return expression.failure(
                field,
                "returned an unexpected result type. Expected '" + expected + "', but was '" + JsonataValues.type(value)
                        + "' for value: " + Json.write(value));
    }

    private static String capitalised(String type) {
        return Character.toUpperCase(type.charAt(0)) + type.substring(1);
    }

    /** A whole number within bounds, or an expression that gives one; null when the field is absent. */
    @Override
    public @Nullable Expression<Long> integer(Fields fields, String field, long least, long most) {
        JsonNode node = fields.get(field);
        if (node == null) return null;
        if (!node.isString()) {
            Long constant = fields.integer(field, least, most);
            return constant == null ? null : Expression.constant(constant);
        }
        Expression<JsonNode> number = typed(fields, field, "number", JsonNode::isNumber);
        return scope -> within(field, number.evaluate(scope), least, most);
    }

    private static long within(String field, JsonNode number, long least, long most) {
        boolean whole = number.isIntegralNumber() && number.canConvertToLong();
        if (whole && number.longValue() >= least && number.longValue() <= most) return number.longValue();
        throw new EvaluationException(
                ErrorName.QUERY_EVALUATION_ERROR,
                "The " + field + " field must be a whole number between " + least + " and " + most + " but was: "
                        + Json.write(number),
                field);
    }

    @Override
    public Expression<Instant> dueAt(Fields wait) {
        String field = wait.oneOf(true, "Seconds", "Timestamp");
        if (field == null) return Scope::now;
        return field.equals("Seconds") ? afterSeconds(wait) : atTimestamp(wait);
    }

    private Expression<Instant> afterSeconds(Fields wait) {
        Expression<Long> seconds = integer(wait, "Seconds", 0, MOST_SECONDS);
        return seconds == null ? Scope::now : scope -> scope.now().plusSeconds(seconds.evaluate(scope));
    }

    private static Expression<Instant> atTimestamp(Fields wait) {
        Expression<JsonNode> timestamp = typed(wait, "Timestamp", "string", JsonNode::isString);
        JsonNode constant = wait.get("Timestamp");
        boolean wrong = constant != null
                && constant.isString()
                && !JsonataExpression.isMeant(constant.stringValue())
                && Timestamps.parse(constant.stringValue()) == null;
        if (wrong) wait.problem("Timestamp", "String does not match RFC3339 timestamp");
        return scope -> instant(timestamp.evaluate(scope).stringValue(), scope);
    }

    private static Instant instant(String text, Scope scope) {
        Instant instant = Timestamps.parse(text);
        if (instant == null)
            throw new EvaluationException(
                    ErrorName.QUERY_EVALUATION_ERROR,
                    "The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: "
                            + text,
                    "Timestamp");
        return JsonPathLanguage.limited(instant, scope);
    }

    @Override
    public @Nullable Expression<Long> seconds(Fields task, String field) {
        return integer(task, field, 1, MOST_SECONDS);
    }

    @Override
    public @Nullable Expression<Double> percentage(Fields fields, String field) {
        JsonNode node = fields.get(field);
        if (node == null) return null;
        if (!node.isString()) {
            Double constant = fields.decimal(field, 0, 100);
            return constant == null ? null : Expression.constant(constant);
        }
        Expression<JsonNode> number = typed(fields, field, "number", JsonNode::isNumber);
        return scope -> percentage(field, number.evaluate(scope));
    }

    private static double percentage(String field, JsonNode number) {
        double percentage = number.doubleValue();
        if (percentage >= 0 && percentage <= 100) return percentage;
        throw new EvaluationException(ErrorName.QUERY_EVALUATION_ERROR, field + " must be between 0 and 100.", field);
    }

    @Override
    public String argumentsField() {
        return "Arguments";
    }

    @Override
    public @Nullable Expression<String> text(Fields fail, String field) {
        if (!fail.has(field)) return null;
        Expression<JsonNode> text = typed(fail, field, "string", JsonNode::isString);
        return scope -> text.evaluate(scope).stringValue();
    }

    @Override
    public Expression<Boolean> condition(Fields rule) {
        rule.require("Condition");
        if (!rule.has("Condition")) return Expression.constant(false);
        Expression<JsonNode> condition = typed(rule, "Condition", "boolean", JsonNode::isBoolean);
        return scope -> condition.evaluate(scope).booleanValue();
    }

    @Override
    public Expression<Payload> items(Fields map, boolean distributed) {
        Predicate<JsonNode> holdsItems = distributed ? JsonNode::isContainer : JsonNode::isArray;
        if (!map.has("Items")) return scope -> itemsOfInput(scope, holdsItems);
        Expression<JsonNode> items = typed(map, "Items", "array", holdsItems);
        return scope -> Payload.of(Json.checked(items.evaluate(scope)));
    }

    private static Payload itemsOfInput(Scope scope, Predicate<JsonNode> holdsItems) {
        if (holdsItems.test(scope.input().node())) return scope.input();
        throw new EvaluationException(
                ErrorName.QUERY_EVALUATION_ERROR,
                "Map state input must be an array but was: " + scope.input().text());
    }

    @Override
    public @Nullable Expression<Payload> itemSelector(Fields map) {
        return template(map, "ItemSelector", Extra.NOTHING);
    }

    @Override
    public Expression<Long> maxConcurrency(Fields map) {
        Expression<Long> most = integer(map, "MaxConcurrency", 0, Integer.MAX_VALUE);
        return most == null ? Expression.constant(0L) : most;
    }

    @Override
    public @Nullable Expression<Payload> credentials(Fields task) {
        return template(task, "Credentials", Extra.NOTHING);
    }
}
