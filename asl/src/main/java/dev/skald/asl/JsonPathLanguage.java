package dev.skald.asl;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code "QueryLanguage": "JSONPath"}: sections 1.4 to 1.7, 1.10. */
final class JsonPathLanguage implements QueryLanguage {
    static final JsonPathLanguage INSTANCE = new JsonPathLanguage();

    private static final String NOT_A_PATH = "Value is not a valid JSONPath";
    private static final String NOT_A_REFERENCE = "Value is not a Reference Path";
    private static final long MOST_SECONDS = 99_999_999;

    /** AWS keeps the delay of a Wait in 32 bits. */
    private static final long LONGEST_DELAY_SECONDS = Integer.MAX_VALUE;

    private final ConditionParser conditions = new ConditionParser(this);

    private JsonPathLanguage() {}

    @Override
    public String name() {
        return "JSONPath";
    }

    @Override
    public DataFlow flow(StateType type, Fields state) {
        if (type == StateType.Fail) return new DataFlow(Scope::input, Scope::input, JsonPathLanguage::result, null);
        Expression<Payload> input = whole(state, "InputPath");
        return new DataFlow(
                input(type, state, input == null ? Scope::input : input),
                arguments(type, state),
                output(type, state),
                assign(state));
    }

    /** What AWS shows of {@code InputPath}: nothing where it does not count for the output, or a Parallel is tested. */
    private static Expression<Payload> input(StateType type, Fields state, Expression<Payload> input) {
        boolean shown = type != StateType.Parallel && !(type == StateType.Pass && state.has("Result"));
        return shown ? Watch.watched(Watch.Stage.AFTER_INPUT_PATH, input) : input;
    }

    private static Expression<Payload> arguments(StateType type, Fields state) {
        if (type == StateType.Map) return Scope::input;
        Expression<Payload> parameters = template(state, "Parameters", Scope::input);
        if (type == StateType.Pass && state.get("Result") instanceof JsonNode result)
            return Watch.watched(Watch.Stage.RESULT, staticResult(state, result));
        Expression<Payload> arguments = parameters == null ? Scope::input : parameters;
        return switch (type) {
            case Task, Pass -> Watch.watched(Watch.Stage.AFTER_PARAMETERS, arguments);
            case Choice, Wait, Succeed, Fail, Parallel, Map -> arguments;
        };
    }

    private static Expression<Payload> staticResult(Fields state, JsonNode result) {
        if (mentionsPath(result)) {
            String warning = "Attempted to use a path in the result of a pass state";
            state.problems().warning(Problems.PASS_RESULT_IS_STATIC, warning, state.at("Result"));
        }
        return constant(result);
    }

    private static boolean mentionsPath(JsonNode result) {
        if (result.isString())
            return result.stringValue().startsWith("$.") || result.stringValue().startsWith("$$.");
        if (result instanceof ObjectNode object) {
            return object.properties().stream().anyMatch(e -> e.getKey().endsWith(".$") || mentionsPath(e.getValue()));
        }
        return result.isArray() && result.valueStream().anyMatch(JsonPathLanguage::mentionsPath);
    }

    private static Expression<Payload> output(StateType type, Fields state) {
        Expression<Payload> selector = template(state, "ResultSelector", JsonPathLanguage::result);
        ResultTarget target = target(state);
        Expression<Payload> outputPath = whole(state, "OutputPath");
        Expression<Payload> selected =
                shown(type, Watch.Stage.AFTER_RESULT_SELECTOR, selector == null ? JsonPathLanguage::result : selector);
        Expression<Payload> merged = shown(
                type,
                Watch.Stage.AFTER_RESULT_PATH,
                target instanceof ResultTarget.Replace
                        ? selected
                        : scope -> target.apply(scope.input(), selected.evaluate(scope)));
        return outputPath == null ? merged : scope -> outputPath.evaluate(scope.withInput(merged.evaluate(scope)));
    }

    /** States that have no result show no stage of it. */
    private static Expression<Payload> shown(StateType type, Watch.Stage stage, Expression<Payload> expression) {
        return switch (type) {
            case Task, Pass, Parallel, Map -> Watch.watched(stage, expression);
            case Choice, Wait, Succeed, Fail -> expression;
        };
    }

    private static Payload result(Scope scope) {
        return Objects.requireNonNull(scope.result(), "evaluated before there was a result");
    }

    @Override
    public Expression<Payload> caught(Fields catcher) {
        ResultTarget target = target(catcher);
        return scope ->
                target.apply(scope.input(), Objects.requireNonNull(scope.errorOutput(), "evaluated without an error"));
    }

    @Override
    public @Nullable Expression<Map<String, Payload>> assign(Fields fields) {
        Expression<Payload> values = template(fields, "Assign", JsonPathLanguage::resultOrError);
        return values == null ? null : scope -> members(values.evaluate(scope));
    }

    @Override
    public @Nullable Expression<Payload> record(Fields task) {
        return template(task, "Record", JsonPathLanguage::result);
    }

    private static Payload resultOrError(Scope scope) {
        Payload error = scope.errorOutput();
        return error == null ? result(scope) : error;
    }

    private static Map<String, Payload> members(Payload values) {
        Map<String, Payload> members = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> each : values.node().properties())
            members.put(each.getKey(), Payload.of(each.getValue()));
        return members;
    }

    @Override
    public @Nullable Expression<Payload> ruleOutput(Fields rule) {
        return null;
    }

    private static ResultTarget target(Fields fields) {
        if (!fields.has("ResultPath")) return new ResultTarget.Replace();
        if (fields.isNull("ResultPath")) return new ResultTarget.Discard();
        String text = fields.string("ResultPath");
        if (text == null) return new ResultTarget.Replace();
        Path path = reference(fields, "ResultPath", text, false);
        if (path == null || !(path.selection() instanceof Steps steps) || path.isWhole()) {
            return new ResultTarget.Replace();
        }
        return new ResultTarget.Merge(text, steps.steps());
    }

    /** {@code InputPath} or {@code OutputPath}; null when it changes nothing. */
    private static @Nullable Expression<Payload> whole(Fields state, String field) {
        if (state.isNull(field)) return Expression.constant(Payload.EMPTY_OBJECT);
        Path path = INSTANCE.path(state, field);
        if (path == null || (path.isWhole() && path.ofDocument())) return null;
        return scope -> selected(path, scope);
    }

    private static EvaluationException invalidPath(Path path, Frame frame) {
        return new EvaluationException(ErrorName.RUNTIME, "Invalid path '" + path.text() + "' : " + path.reason(frame));
    }

    /** A payload template, evaluated over a document; null when the field is absent. */
    private static @Nullable Expression<Payload> template(Fields fields, String field, Expression<Payload> document) {
        Fields object = fields.object(field);
        if (object == null) return null;
        JsonNode node = Objects.requireNonNull(fields.get(field));
        Template template = new TemplateParser(fields.problems()).parse(node, object.location());
        if (template instanceof Template.Constant(JsonNode value)) return constant(value);
        return scope -> template.evaluate(new Frame(scope, document.evaluate(scope)));
    }

    private static Expression<Payload> constant(JsonNode value) {
        Payload payload = Payload.of(value);
        String text = payload.text();
        return text.equals("{}") ? Expression.constant(Payload.EMPTY_OBJECT) : Expression.constant(payload);
    }

    /** The machine's {@code SearchAttributes}, a Skald field: a template over the input; null when absent. */
    static @Nullable Expression<Payload> searchAttributes(Fields machine) {
        Expression<Payload> template = template(machine, "SearchAttributes", Scope::input);
        return template == null ? null : scope -> scalars(template.evaluate(scope));
    }

    private static Payload scalars(Payload attributes) {
        for (Map.Entry<String, JsonNode> field : attributes.node().properties()) {
            if (field.getValue().isString()
                    || field.getValue().isNumber()
                    || field.getValue().isBoolean()) continue;
            throw new EvaluationException(
                    ErrorName.RUNTIME,
                    "The SearchAttributes field '" + field.getKey() + "' must be a string, a number or a boolean");
        }
        return attributes;
    }

    /** The path in a field; null when the field is absent, or wrong and recorded. */
    @Nullable
    Path path(Fields fields, String field) {
        String text = fields.string(field);
        if (text == null) return null;
        try {
            return Path.parse(text);
        } catch (InvalidPath _) {
            fields.problem(field, NOT_A_PATH);
            return null;
        }
    }

    private static @Nullable Path reference(Fields fields, String field, String text, boolean variables) {
        try {
            Path path = Path.parse(text);
            boolean allowed = path.ofDocument() || (variables && path.root() instanceof Path.Root.Variable);
            if (path.isReference() && allowed && !hasSpecial(text)) return path;
            fields.problem(field, NOT_A_REFERENCE);
        } catch (InvalidPath _) {
            fields.problem(field, NOT_A_REFERENCE);
        }
        return null;
    }

    /** Reference paths outside of brackets may not hold these characters without a backslash. */
    private static boolean hasSpecial(String text) {
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') i++;
            else if (c == '\'' || c == '"') quoted = !quoted;
            else if (!quoted && "@,:?".indexOf(c) >= 0) return true;
        }
        return false;
    }

    /** A path that must name one node of the input or the context. */
    private @Nullable Path single(Fields fields, String field) {
        Path path = path(fields, field);
        if (path == null || path.isReference()) return path;
        fields.problem(field, NOT_A_REFERENCE);
        return null;
    }

    @Override
    public Expression<Instant> dueAt(Fields wait) {
        String field = wait.oneOf(true, "Seconds", "SecondsPath", "Timestamp", "TimestampPath");
        return switch (field) {
            case null -> Scope::now;
            case "Seconds" -> afterSeconds(wait.integer(field, 0, MOST_SECONDS));
            case "Timestamp" -> atTimestamp(wait);
            case "SecondsPath" -> afterSeconds(wait);
            default -> atTimestampPath(wait);
        };
    }

    private static Expression<Instant> afterSeconds(@Nullable Long seconds) {
        long delay = seconds == null ? 0 : seconds;
        return scope -> scope.now().plusSeconds(delay);
    }

    private static Expression<Instant> atTimestamp(Fields wait) {
        String text = wait.string("Timestamp");
        if (text == null) return Scope::now;
        Instant instant = Timestamps.parse(text);
        if (instant == null) {
            wait.problem("Timestamp", "String does not match RFC3339 timestamp");
            return Scope::now;
        }
        return scope -> limited(instant, scope);
    }

    static Instant limited(Instant instant, Scope scope) {
        if (instant.isAfter(scope.now().plusSeconds(LONGEST_DELAY_SECONDS))) throw delayTooLong();
        return instant;
    }

    private static EvaluationException delayTooLong() {
        return new EvaluationException(ErrorName.RUNTIME, "Wait state delay is too long.");
    }

    private Expression<Instant> afterSeconds(Fields wait) {
        Path path = single(wait, "SecondsPath");
        if (path == null) return Scope::now;
        return scope -> {
            String value = JavaText.of(waitValue("SecondsPath", path, scope));
            long seconds = wholeSeconds(path, value);
            if (seconds < 0) throw waitFailure("SecondsPath", "references a negative value", path, value);
            if (seconds > LONGEST_DELAY_SECONDS) throw delayTooLong();
            return scope.now().plusSeconds(seconds);
        };
    }

    private static long wholeSeconds(Path path, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException _) {
            throw waitFailure("SecondsPath", "cannot be parsed as a long value", path, value);
        }
    }

    private Expression<Instant> atTimestampPath(Fields wait) {
        Path path = single(wait, "TimestampPath");
        if (path == null) return Scope::now;
        return scope -> {
            String value = JavaText.of(waitValue("TimestampPath", path, scope));
            Instant instant = Timestamps.parse(value);
            if (instant != null) return limited(instant, scope);
            String problem = "does not reference a valid ISO-8601 extended offset date-time format string";
            throw waitFailure("TimestampPath", problem, path, value);
        };
    }

    private static JsonNode waitValue(String field, Path path, Scope scope) {
        JsonNode found = path.find(new Frame(scope, scope.input()));
        if (found != null) return found;
        throw new EvaluationException(
                ErrorName.RUNTIME, "The " + field + " parameter does not reference an input value: " + path.text());
    }

    private static EvaluationException waitFailure(String field, String problem, Path path, String value) {
        return new EvaluationException(
                ErrorName.RUNTIME, "The " + field + " parameter " + problem + ": " + path.text() + " == " + value);
    }

    @Override
    public @Nullable Expression<Long> seconds(Fields task, String field) {
        return integer(task, field, 1, MOST_SECONDS);
    }

    @Override
    public @Nullable Expression<Long> integer(Fields fields, String field, long least, long most) {
        String pathField = field + "Path";
        String present = fields.oneOf(false, field, pathField);
        if (present == null) return null;
        if (present.equals(field)) {
            Long integer = fields.integer(field, least, most);
            return integer == null ? null : Expression.constant(integer);
        }
        Path path = single(fields, pathField);
        return path == null ? null : integer(pathField, path, least);
    }

    @Override
    public @Nullable Expression<Double> percentage(Fields fields, String field) {
        String pathField = field + "Path";
        String present = fields.oneOf(false, field, pathField);
        if (present == null) return null;
        if (present.equals(field)) {
            Double percentage = fields.decimal(field, 0, 100);
            return percentage == null ? null : Expression.constant(percentage);
        }
        Path path = single(fields, pathField);
        return path == null ? null : percentage(field, path);
    }

    private static Expression<Double> percentage(String field, Path path) {
        return scope -> {
            JsonNode value = Template.query(field + "Path", path, new Frame(scope, scope.input()));
            Double number = number(value);
            if (number == null) throw notA("float", field + "Path", path, value);
            double percentage = number;
            if (percentage >= 0 && percentage <= 100) return percentage;
            throw new EvaluationException(ErrorName.RUNTIME, field + " must be between 0 and 100.");
        };
    }

    private static String text(JsonNode value) {
        return value.isString() ? value.stringValue() : Json.write(value);
    }

    /** AWS takes the text of a number for it here. */
    private static @Nullable Double number(JsonNode value) {
        if (value.isNumber()) return value.doubleValue();
        if (!value.isString()) return null;
        try {
            return Double.valueOf(value.stringValue());
        } catch (NumberFormatException _) {
            return null;
        }
    }

    private static EvaluationException notA(String type, String field, Path path, JsonNode value) {
        return new EvaluationException(
                ErrorName.RUNTIME,
                "The " + field + " field refers to value \"" + text(value) + "\" which is not a valid " + type + ": "
                        + path.text());
    }

    @Override
    public String argumentsField() {
        return "Parameters";
    }

    @Override
    public @Nullable Expression<Payload> template(Fields fields, String field, String within) {
        return template(fields, field, Scope::input);
    }

    /** What a path selects as an integer of at least {@code least}. */
    private static Expression<Long> integer(String field, Path path, long least) {
        return scope -> {
            JsonNode value = Template.query(field, path, new Frame(scope, scope.input()));
            Long integer = integer(value);
            if (integer != null && integer >= least) return integer;
            throw notA("integer", field, path, value);
        };
    }

    /** AWS takes a text of digits for a number here. */
    private static @Nullable Long integer(JsonNode value) {
        if (value.isIntegralNumber()) return value.canConvertToLong() ? (Long) value.longValue() : null;
        if (!value.isString()) return null;
        try {
            return Long.valueOf(value.stringValue());
        } catch (NumberFormatException _) {
            return null;
        }
    }

    @Override
    public @Nullable Expression<String> text(Fields fail, String field) {
        String pathField = field + "Path";
        String present = fail.oneOf(false, field, pathField);
        if (present == null) return null;
        String text = fail.string(present);
        if (text == null) return null;
        if (present.equals(field)) {
            if (text.startsWith("$.") || text.startsWith("$$.")) {
                String warning = "Field value looks like a path, but field name doesn't end with 'Path'";
                fail.problems().warning(Problems.NO_PATH, warning, fail.at(field));
            }
            return Expression.constant(text);
        }
        Intrinsic intrinsic = IntrinsicParser.parse(text);
        if (intrinsic == null) return textAt(fail, pathField);
        if (IntrinsicFunction.GIVING_STRINGS.contains(intrinsic.function())) return textOf(pathField, intrinsic);
        fail.problem(pathField, "The intrinsic function must be one of " + IntrinsicFunction.GIVING_STRINGS);
        return null;
    }

    private @Nullable Expression<String> textAt(Fields fail, String field) {
        Path path = single(fail, field);
        if (path == null) return null;
        return scope -> string(field, path.text(), Template.query(field, path, new Frame(scope, scope.input())));
    }

    private static Expression<String> textOf(String field, Intrinsic intrinsic) {
        return scope -> string(field, intrinsic.text(), intrinsic.evaluate(new Frame(scope, scope.input())));
    }

    private static String string(String field, String source, JsonNode value) {
        if (value.isString()) return value.stringValue();
        throw new EvaluationException(
                ErrorName.RUNTIME,
                "The " + field + " field refers to value " + Json.write(value) + " which is not a string: " + source);
    }

    @Override
    public Expression<Boolean> condition(Fields rule) {
        Condition condition = conditions.parse(rule);
        if (condition == null) return Expression.constant(false);
        return scope -> condition.holds(new Frame(scope, scope.input()));
    }

    @Override
    public Expression<Payload> items(Fields map, boolean distributed) {
        Path path = map.has("ItemsPath") ? single(map, "ItemsPath") : null;
        String text = path == null ? "$" : path.text();
        return Watch.watched(Watch.Stage.AFTER_ITEMS_PATH, scope -> {
            Payload items = path == null ? scope.input() : selected(path, scope);
            if (items.node().isArray() || (distributed && items.node().isObject())) return items;
            throw new EvaluationException(ErrorName.RUNTIME, "Reference path \"" + text + "\" must point to array.");
        });
    }

    private static Payload selected(Path path, Scope scope) {
        Frame frame = new Frame(scope, scope.input());
        Payload on = path.isWhole() ? path.on(frame) : null;
        if (on != null) return on;
        JsonNode found = path.find(frame);
        if (found == null) throw invalidPath(path, frame);
        return Payload.of(found);
    }

    @Override
    public @Nullable Expression<Payload> itemSelector(Fields map) {
        String field = map.oneOf(false, "ItemSelector", "Parameters");
        return field == null ? null : template(map, field, Scope::input);
    }

    @Override
    public Expression<Long> maxConcurrency(Fields map) {
        String field = map.oneOf(false, "MaxConcurrency", "MaxConcurrencyPath");
        if (field != null && field.equals("MaxConcurrencyPath")) {
            String text = map.string(field);
            Path path = text == null ? null : reference(map, field, text, true);
            return path == null ? Expression.constant(0L) : integer(field, path, 0);
        }
        Long most = map.integer("MaxConcurrency", 0, Integer.MAX_VALUE);
        return Expression.constant(most == null ? 0L : most);
    }

    @Override
    public @Nullable Expression<Payload> credentials(Fields task) {
        return template(task, "Credentials", Scope::input);
    }
}
