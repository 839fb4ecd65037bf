package dev.skald.asl;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One JSONata expression, <code>{% ... %}</code>, compiled once. Thread-safe.
 *
 * <p>What an evaluation may use is limited: {@link JsonataBounds}.
 */
final class JsonataExpression {
    private static final String OPEN = "{%";
    private static final String CLOSE = "%}";
    /** What the variables are named that stand for regular expressions. */
    private static final String REGEX = "__regex";

    /** What the function is named that looks at what is about to be called. */
    private static final String CALLEE = "__callee";

    private static final Pattern MISFIT = Pattern.compile("Argument error calling function (\\w+)");
    private static final Pattern CODED = Pattern.compile("[A-Z]\\d{4}");

    /** What <code>$states</code> has beside {@code input} and {@code context}. */
    enum Extra {
        NOTHING,
        RESULT,
        ERROR_OUTPUT;

        boolean has(String field) {
            return switch (field) {
                case "input", "context" -> true;
                case "result" -> this == RESULT;
                case "errorOutput" -> this == ERROR_OUTPUT;
                default -> false;
            };
        }
    }

    private final String text;
    private final Jsonata compiled;
    private final Extra extra;
    private final Set<String> variables;
    private final Set<String> named;
    private final List<Pattern> regexes;
    private final boolean tuples;

    static {
        // The library parses how it chains functions when it first does; nobody may see that half done.
        Jsonata.jsonata("($f := $uppercase ~> $lowercase; $f('a'))").evaluate(null);
        leaveAlone();
    }

    private JsonataExpression(
            String text, Jsonata compiled, Extra extra, JsonataVariables scanned, List<Pattern> regexes) {
        this.text = text;
        this.compiled = compiled;
        this.extra = extra;
        this.variables = scanned.read();
        this.named = scanned.named();
        this.regexes = regexes;
        this.tuples = text.indexOf('@') >= 0 || text.indexOf('#') >= 0 || text.indexOf('%') >= 0;
    }

    /** One reason to refuse an expression. */
    record Fault(String code, String message) {}

    /** An expression that is none, or not one for Step Functions. */
    static final class Invalid extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient List<Fault> faults;

        Invalid(List<Fault> faults) {
            super(faults.getFirst().message(), null, false, false);
            this.faults = faults;
        }

        /** At least one. */
        List<Fault> faults() {
            return faults;
        }
    }

    /** Whether a text is meant as an expression: it has one of the delimiters, if not both. */
    static boolean isMeant(String text) {
        return text.startsWith(OPEN) || text.endsWith(CLOSE);
    }

    static JsonataExpression parse(String delimited, Extra extra) throws Invalid {
        boolean whole = delimited.startsWith(OPEN) && delimited.endsWith(CLOSE) && delimited.length() >= 4;
        if (!whole)
            throw refused(
                    Problems.SCHEMA_VALIDATION_FAILED, "A JSONata expression must begin with '{%' and end with '%}'");
        String text = delimited.substring(2, delimited.length() - 2).strip();
        JsonataVariables scanned = JsonataVariables.scanned(text);
        List<Pattern> regexes = new ArrayList<>();
        String plain = withoutRegexes(text, scanned, regexes);
        Jsonata compiled = compile(plain);
        JsonataReferences references = references(plain, scanned);
        refuse(references, extra);
        String checked = withCheckedCallees(plain, references);
        if (!checked.equals(plain)) compiled = compile(checked);
        return new JsonataExpression(text, compiled, extra, scanned, regexes);
    }

    private static Invalid refused(String code, String message) {
        return new Invalid(List.of(new Fault(code, message)));
    }

    private static JsonataReferences references(String text, JsonataVariables scanned) throws Invalid {
        try {
            return JsonataReferences.of(text, scanned.functions());
        } catch (StackOverflowError e) {
            throw unparsable(JsonataBounds.STACK);
        }
    }

    /** There is no input document, and not always a result or an error. */
    private static void refuse(JsonataReferences references, Extra extra) throws Invalid {
        List<Fault> faults = new ArrayList<>();
        for (String name : references.document()) {
            String where = name.equals("$$") ? "" : " at the top level";
            faults.add(new Fault(
                    Problems.UNSUPPORTED_JSONATA_EXPRESSION,
                    "Reference to '" + name + "'" + where + " is not supported."));
        }
        for (String field : references.states())
            if (!extra.has(field))
                faults.add(new Fault(
                        Problems.UNSUPPORTED_JSONATA_EXPRESSION, "Field '$states." + field + "' does not exist."));
        if (!faults.isEmpty()) throw new Invalid(List.copyOf(faults));
    }

    /** The text with a variable in the place of each regular expression: its matching is to be counted. */
    private static String withoutRegexes(String text, JsonataVariables scanned, List<Pattern> regexes) throws Invalid {
        var out = new StringBuilder();
        int from = 0;
        for (JsonataVariables.Regex regex : scanned.regexes()) {
            out.append(text, from, regex.start())
                    .append('$')
                    .append(REGEX)
                    .append(regexes.size())
                    .append(' ');
            regexes.add(pattern(regex));
            from = regex.end();
        }
        return out.append(text.substring(from)).toString();
    }

    private static Pattern pattern(JsonataVariables.Regex regex) throws Invalid {
        try {
            if (!regex.source().isEmpty()) return RegexSyntax.compile(regex.source(), regex.flags());
            throw unparsable("Empty regular expressions are not allowed");
        } catch (PatternSyntaxException | StackOverflowError e) {
            throw unparsable("The regular expression /" + regex.source() + "/ is malformed");
        }
    }

    /**
     * The text with each callee that may turn out to be no function handed through a function that refuses it: the library
     * would refuse it too, but print it on standard output first. And with each function that is given some of its arguments as a
     * lambda: the library gives some arguments only to its own.
     */
    private static String withCheckedCallees(String text, JsonataReferences references) {
        var insertions = new TreeMap<Integer, String>();
        for (JsonataReferences.Callee callee : references.callees()) {
            insertions.merge(callee.start(), "$" + CALLEE + "(", String::concat);
            insertions.merge(callee.end(), callee.name() == null ? ")" : ",'" + callee.name() + "')", String::concat);
        }
        for (JsonataReferences.Partial partial : references.partial()) {
            String places =
                    IntStream.range(0, partial.count()).mapToObj(i -> "$__" + i).collect(Collectors.joining(","));
            insertions.merge(partial.start(), "function(" + places + "){", String::concat);
            insertions.merge(partial.end(), "(" + places + ")}", String::concat);
        }
        var out = new StringBuilder();
        int from = 0;
        for (Map.Entry<Integer, String> insertion : insertions.entrySet()) {
            out.append(text, from, insertion.getKey()).append(insertion.getValue());
            from = insertion.getKey();
        }
        return out.append(text.substring(from)).toString();
    }

    private static Invalid unparsable(String reason) {
        return refused(Problems.INVALID_JSONATA_EXPRESSION, reason);
    }

    private static Jsonata compile(String text) throws Invalid {
        try {
            Jsonata compiled = Jsonata.jsonata(text);
            compiled.setOutputConvertNulls(false);
            compiled.setValidateInput(false);
            return compiled;
        } catch (StackOverflowError e) {
            throw unparsable(JsonataBounds.STACK);
        } catch (RuntimeException e) {
            throw unparsable(String.valueOf(e.getMessage()));
        } finally {
            leaveAlone();
        }
    }

    /**
     * The library evaluates on a thread with whichever expression that thread parsed last, and keeps in it what it is about.
     * So that no expression that others share is used like this, the last one is always one that nobody else has.
     */
    private static void leaveAlone() {
        Jsonata.jsonata("0");
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
        var bounds = new JsonataBounds(tuples);
        try {
            Object value = run(scope, bounds);
            if (value == null) throw failure(field, "returned nothing (undefined).");
            return JsonataValues.toJson(value, bounds);
        } catch (EvaluationException e) {
            throw e;
        } catch (JsonataValues.NoJson e) {
            throw failure(field, "returned an unsupported result type.");
        } catch (StackOverflowError tooDeep) {
            throw failure(field, "threw an error during evaluation. " + JsonataBounds.STACK);
        } catch (OutOfMemoryError tooMuch) {
            throw failure(field, "threw an error during evaluation. " + JsonataBounds.MEMORY);
        } catch (RuntimeException e) {
            String limit = bounds.exceeded();
            throw failure(field, "threw an error during evaluation. " + (limit == null ? reason(e) : limit));
        }
    }

    private @Nullable Object run(Scope scope, JsonataBounds bounds) {
        Jsonata.Frame frame = compiled.createFrame();
        frame.setEvaluateEntryCallback((_, _, _) -> bounds.enter());
        frame.setEvaluateExitCallback((_, _, _, result) -> bounds.exit(result));
        new JsonataFunctions(scope, bounds).bind(frame, named);
        frame.bind(CALLEE, JsonataFunctions.callee());
        for (int i = 0; i < regexes.size(); i++) frame.bind(REGEX + i, new JsonataRegex(regexes.get(i), bounds));
        bindVariables(frame, scope);
        return compiled.evaluate(null, frame);
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

    /** What the library says when an argument passes its check and then does not fit, as JSON's null does. */
    private static String mismatch(String message) {
        Matcher misfit = MISFIT.matcher(message);
        return misfit.find()
                ? "T0410: Argument 1 of function \"" + misfit.group(1) + "\" does not match function signature"
                : message;
    }

    /** JSONata's own words: a code and a sentence. */
    private static String reason(Throwable e) {
        if (e instanceof NumberFormatException) return "D3030: Unable to cast value to a number";
        if (!(e instanceof JException coded)) {
            Throwable cause = e.getCause();
            return cause instanceof JException ? reason(cause) : mismatch(String.valueOf(e.getMessage()));
        }
        String code = coded.getError();
        String sentence = String.valueOf(coded.getMessage());
        if (code == null) return sentence;
        return CODED.matcher(code).matches() ? code + ": " + sentence : code;
    }
}
