package dev.skald.asl;

import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.EvaluationListener;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.PathNotFoundException;
import com.jayway.jsonpath.spi.json.Jackson3JsonNodeJsonProvider;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * Everything beyond names and indexes: wildcards, slices, filters, deep scans, functions. Jayway's library evaluates it.
 *
 * <p>Bounded: {@value #MOST_CHARS} characters, {@value #MOST_SCANS} deep scans, {@value #MOST_RESULTS} results. A
 * regular expression in a filter is Java's; the texts that it may match are as short as its repetitions ask for
 * ({@link RegexCost}).
 */
final class JaywaySelection implements Selection {
    static final int MOST_CHARS = 2_000;
    static final int MOST_SCANS = 3;
    static final int MOST_RESULTS = 100_000;

    private final String text;
    private final JsonPath compiled;
    private final boolean reusable;
    private final Jackson3JsonNodeJsonProvider provider;

    private JaywaySelection(String text, JsonPath compiled) {
        this.text = text;
        this.compiled = compiled;
        this.reusable = !callsFunction(text);
        this.provider = new ListLike(text, RegexCost.mostCharsInFilters(text));
    }

    /**
     * Compiles a path that starts with {@code $}.
     *
     * @throws InvalidPath if Jayway refuses it, or it is beyond the limits
     */
    static JaywaySelection compile(String text) throws InvalidPath {
        if (text.length() > MOST_CHARS) throw new InvalidPath("longer than " + MOST_CHARS + " characters");
        if (scans(text) > MOST_SCANS) throw new InvalidPath("more than " + MOST_SCANS + " deep scans");
        if (!bracketsBalanced(text)) throw new InvalidPath("unbalanced brackets");
        try {
            return new JaywaySelection(text, JsonPath.compile(text));
        } catch (RuntimeException | StackOverflowError e) {
            throw new InvalidPath(String.valueOf(e.getMessage()));
        }
    }

    private static int scans(String text) {
        int scans = 0;
        for (int at = text.indexOf(".."); at >= 0; at = text.indexOf("..", at + 2)) scans++;
        return scans;
    }

    private static boolean bracketsBalanced(String text) {
        int depth = 0;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                if (c == '\\') i++;
                else if (c == quote) quote = 0;
            } else if (c == '\'' || c == '"') {
                quote = depth > 0 ? c : 0;
            } else if (c == '[' || c == '(') {
                depth++;
            } else if ((c == ']' || c == ')') && --depth < 0) {
                return false;
            }
        }
        return depth == 0 && quote == 0;
    }

    /** Jayway keeps the values of a function's parameters in the compiled path: such a path is compiled per use. */
    private static boolean callsFunction(String text) {
        for (int at = text.indexOf('('); at > 0; at = text.indexOf('(', at + 1)) {
            if (Character.isLetterOrDigit(text.charAt(at - 1))) return true;
        }
        return false;
    }

    @Override
    public @Nullable JsonNode find(JsonNode document) {
        try {
            return read(document);
        } catch (PathNotFoundException _) {
            // Recorded: a path that may select several nodes gives an empty array where Jayway finds no property.
            return compiled.isDefinite() ? null : Json.array();
        } catch (EvaluationException e) {
            throw e;
        } catch (RuntimeException | LinkageError _) {
            // Jayway's filters and functions throw all kinds of exceptions on values they do not expect.
            return null;
        }
    }

    @Override
    public String reason(JsonNode document) {
        try {
            read(document);
            return "No results for path: " + text;
        } catch (RuntimeException | LinkageError e) {
            return asOfMapsAndLists(String.valueOf(e.getMessage()));
        }
    }

    private @Nullable JsonNode read(JsonNode document) {
        JsonPath path = reusable ? compiled : JsonPath.compile(text);
        boolean[] tooMany = {false};
        Configuration configuration = Configuration.builder()
                .jsonProvider(provider)
                .evaluationListener(found -> {
                    if (found.index() < MOST_RESULTS) return EvaluationListener.EvaluationContinuation.CONTINUE;
                    tooMany[0] = true;
                    return EvaluationListener.EvaluationContinuation.ABORT;
                })
                .build();
        Object result = path.read((Object) document, configuration);
        if (tooMany[0]) {
            throw new EvaluationException(
                    ErrorName.RUNTIME, "The JSONPath '" + text + "' selects more than " + MOST_RESULTS + " values");
        }
        return node(result);
    }

    private static @Nullable JsonNode node(@Nullable Object result) {
        return switch (result) {
            case null -> null;
            case JsonNode node -> node;
            case Boolean value -> Json.bool(value);
            case Integer value -> Json.number(value);
            case Long value -> Json.number(value);
            case Number value when Double.isFinite(value.doubleValue()) -> Json.number(value.doubleValue());
            case Number _ -> null;
            default -> Json.text(result.toString());
        };
    }

    private static String asOfMapsAndLists(String message) {
        return message.replace(ListLike.class.getName(), JavaText.PROVIDER)
                .replace("tools.jackson.databind.node.StringNode", "java.lang.String")
                .replace("tools.jackson.databind.node.IntNode", "java.lang.Integer")
                .replace("tools.jackson.databind.node.LongNode", "java.lang.Long")
                .replace("tools.jackson.databind.node.BigIntegerNode", "java.math.BigInteger")
                .replace("tools.jackson.databind.node.DoubleNode", "java.lang.Double")
                .replace("tools.jackson.databind.node.BooleanNode", "java.lang.Boolean")
                .replace("tools.jackson.databind.node.ArrayNode", "java.util.ArrayList")
                .replace("tools.jackson.databind.node.NullNode", "null");
    }

    /** Jayway's provider answers null for an index beyond the end; Java's lists, which AWS uses, throw. */
    private static final class ListLike extends Jackson3JsonNodeJsonProvider {
        private final String path;
        private final int mostChars;

        ListLike(String path, int mostChars) {
            this.path = path;
            this.mostChars = mostChars;
        }

        /** Filters compare what this gives. */
        @Override
        public Object unwrap(Object value) {
            Object plain = super.unwrap(value);
            if (plain instanceof String text && text.length() > mostChars)
                throw new EvaluationException(
                        ErrorName.RUNTIME,
                        "The regular expression in the JSONPath '" + path + "' may take too long for a text of "
                                + text.length() + " characters");
            return plain;
        }

        @Override
        public Object getArrayIndex(Object array, int index) {
            if (array instanceof ArrayNode node && (index < 0 || index >= node.size())) {
                throw new IndexOutOfBoundsException(index);
            }
            return super.getArrayIndex(array, index);
        }
    }
}
