package dev.skald.asl;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One JSONata expression, <code>{% ... %}</code>, compiled once. Thread-safe.
 *
 * <p>What an evaluation may use is counted, not timed, so that it ends alike wherever it runs.
 */
final class JsonataExpression {
    /** How many parts of an expression may be evaluated: about a second's worth. */
    private static final int STEPS_MAX = 2_000_000;

    /** How deep evaluation may nest. */
    private static final int DEPTH_MAX = 300;

    /** How long a text, or how many elements a list may be while an expression is evaluated. */
    private static final int LENGTH_MAX = 10_000_000;

    private static final String OPEN = "{%";
    private static final String CLOSE = "%}";
    private static final Pattern ONLY_SOMEWHERE = Pattern.compile("\\$states\\s*\\.\\s*(result|errorOutput)\\b");
    /** Strings and comments. */
    private static final Pattern TEXTS =
            Pattern.compile("\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])*'|/\\*.*?\\*/", Pattern.DOTALL);

    private static final Pattern CODED = Pattern.compile("[A-Z]\\d{4}");

    /** What <code>$states</code> has beside {@code input} and {@code context}. */
    enum Extra {
        NOTHING,
        RESULT,
        ERROR_OUTPUT
    }

    private final String text;
    private final Jsonata compiled;
    private final Set<String> variables = new HashSet<>();
    private final Extra extra;

    private JsonataExpression(String text, Jsonata compiled, Extra extra) {
        this.text = text;
        this.compiled = compiled;
        this.extra = extra;
        JsonataVariables.collect(OPEN + text + CLOSE, variables);
    }

    /** An expression that is none. */
    static final class Invalid extends Exception {
        private static final long serialVersionUID = 1L;

        Invalid(String message) {
            super(message, null, false, false);
        }
    }

    /** Whether a text is meant as an expression: it has one of the delimiters, if not both. */
    static boolean isMeant(String text) {
        return text.startsWith(OPEN) || text.endsWith(CLOSE);
    }

    static JsonataExpression parse(String delimited, Extra extra) throws Invalid {
        boolean whole = delimited.startsWith(OPEN) && delimited.endsWith(CLOSE) && delimited.length() >= 4;
        if (!whole) throw new Invalid("A JSONata expression must begin with '{%' and end with '%}'");
        String text = delimited.substring(2, delimited.length() - 2).strip();
        var illegal = ONLY_SOMEWHERE.matcher(TEXTS.matcher(text).replaceAll(""));
        while (illegal.find()) {
            boolean legal = illegal.group(1).equals(extra == Extra.RESULT ? "result" : "errorOutput");
            if (extra == Extra.NOTHING || !legal)
                throw new Invalid("The JSONata expression references $states." + illegal.group(1)
                        + ", which is not available in this field");
        }
        return new JsonataExpression(text, compile(text), extra);
    }

    private static Jsonata compile(String text) throws Invalid {
        try {
            Jsonata compiled = Jsonata.jsonata(text);
            compiled.setOutputConvertNulls(false);
            compiled.setValidateInput(false);
            return compiled;
        } catch (RuntimeException | StackOverflowError e) {
            throw new Invalid("The JSONata expression '" + text + "' could not be parsed: " + reason(e));
        }
    }

    String text() {
        return text;
    }

    /**
     * The value as JSON.
     *
     * @param field where the expression stands, such as {@code Output/total}
     * @throws EvaluationException {@code States.QueryEvaluationError}
     */
    JsonNode evaluate(Scope scope, String field) {
        Object value = run(scope, field);
        if (value == null) throw failure(field, "returned nothing (undefined).");
        try {
            return JsonataValues.toJson(value);
        } catch (JsonataValues.NoJson e) {
            throw failure(field, "returned an unsupported result type.");
        }
    }

    private @Nullable Object run(Scope scope, String field) {
        var bounds = new Bounds();
        try {
            Jsonata.Frame frame = compiled.createFrame();
            frame.setEvaluateEntryCallback((_, _, _) -> bounds.enter());
            frame.setEvaluateExitCallback((_, _, _, result) -> bounds.exit(result));
            new JsonataFunctions(scope).bind(frame);
            bindVariables(frame, scope);
            return compiled.evaluate(null, frame);
        } catch (StackOverflowError tooDeep) {
            throw failure(field, "threw an error during evaluation. Stack overflow error");
        } catch (RuntimeException e) {
            String limit = bounds.exceeded;
            throw failure(field, "threw an error during evaluation. " + (limit == null ? reason(e) : limit));
        }
    }

    private void bindVariables(Jsonata.Frame frame, Scope scope) {
        frame.bind("states", states(scope));
        for (String name : variables) {
            Payload value = scope.variables().get(name);
            if (value != null) frame.bind(name, value(value.node()));
        }
    }

    private Map<String, @Nullable Object> states(Scope scope) {
        var states = new LazyObject();
        states.add("input", () -> value(scope.input().node()));
        states.add("context", () -> value(scope.context().get().node()));
        Payload result = scope.result();
        Payload error = scope.errorOutput();
        switch (extra) {
            case NOTHING -> {}
            case RESULT -> {
                if (result != null) states.add("result", () -> value(result.node()));
            }
            case ERROR_OUTPUT -> {
                if (error != null) states.add("errorOutput", () -> value(error.node()));
            }
        }
        return states;
    }

    private static @Nullable Object value(JsonNode node) {
        return node.isNull() ? Jsonata.NULL_VALUE : JsonataValues.of(node);
    }

    EvaluationException failure(String field, String what) {
        return new EvaluationException(
                ErrorName.QUERY_EVALUATION_ERROR,
                "The JSONata expression '" + text + "' specified for the field '" + field + "' " + what,
                field);
    }

    /** JSONata's own words: a code and a sentence. */
    private static String reason(Throwable e) {
        if (e instanceof NumberFormatException) return "D3030: Unable to cast value to a number";
        if (!(e instanceof JException coded)) {
            Throwable cause = e.getCause();
            return cause instanceof JException ? reason(cause) : String.valueOf(e.getMessage());
        }
        String code = coded.getError();
        String sentence = String.valueOf(coded.getMessage());
        return code != null && CODED.matcher(code).matches() ? code + ": " + sentence : sentence;
    }

    /** What one evaluation has used. */
    private static final class Bounds {
        private int steps;
        private int depth;
        private @Nullable String exceeded;

        void enter() {
            depth++;
            if (++steps > STEPS_MAX) exceed("Expression evaluation timeout");
            if (depth > DEPTH_MAX) exceed("Stack overflow error");
        }

        void exit(@Nullable Object result) {
            depth--;
            boolean tooLong = (result instanceof String text && text.length() > LENGTH_MAX)
                    || (result instanceof List<?> list && list.size() > LENGTH_MAX);
            if (tooLong) exceed("Expression evaluation memory limit exceeded");
        }

        private void exceed(String limit) {
            exceeded = limit;
            throw new IllegalStateException(limit);
        }
    }
}
