package dev.skald.asl;

import java.io.InputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NumericNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and writes JSON as Step Functions does: strict, one value, the last of duplicate keys wins, integers of any size
 * kept, other numbers as Java doubles.
 *
 * <p>Everything is bounded: {@link #MAX_DEPTH} levels, {@link #MAX_CHARS} characters of a computed value.
 */
public final class Json {
    /** How deep a value may be nested, as on AWS. */
    public static final int MAX_DEPTH = 1_000;

    /** How large a value an expression may compute, in characters; far above any payload limit. */
    static final int MAX_CHARS = 16 << 20;

    /** What Skald itself wrote may be a little deeper: the results of branches are wrapped in arrays. */
    private static final int MAX_TRUSTED_DEPTH = 2_000;

    private static final FiniteNodes NODES = new FiniteNodes();
    private static final JsonMapper UNTRUSTED = mapper(MAX_DEPTH);
    private static final JsonMapper TRUSTED = mapper(MAX_TRUSTED_DEPTH);
    private static final ObjectReader ONE_OF_MANY =
            UNTRUSTED.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Json() {}

    private static JsonMapper mapper(int maxDepth) {
        JsonFactory factory = JsonFactory.builder()
                .enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(maxDepth)
                        .maxNameLength(MAX_CHARS)
                        .build())
                .streamWriteConstraints(StreamWriteConstraints.builder()
                        .maxNestingDepth(MAX_TRUSTED_DEPTH * 2)
                        .build())
                .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .nodeFactory(NODES)
                .build();
    }

    /**
     * Parses text that someone sent.
     *
     * @throws MalformedJson if it is not exactly one JSON value, is nested deeper than {@link #MAX_DEPTH}, or holds a
     *     number that no double can hold
     */
    public static JsonNode parse(String text) throws MalformedJson {
        JsonNode node;
        try {
            node = UNTRUSTED.readTree(text);
        } catch (JacksonException e) {
            throw new MalformedJson(JacksonText.of(e));
        } catch (NumberOutOfRange e) {
            throw new MalformedJson(String.valueOf(e.getMessage()));
        }
        if (node.isMissingNode()) throw new MalformedJson("Invalid execution input.");
        return node;
    }

    /**
     * Parses text that Skald wrote, or has parsed before.
     *
     * @throws EvaluationException if it has grown too deep by wrapping: a fact about the execution's data, not a bug
     */
    public static JsonNode parseTrusted(String text) {
        try {
            return TRUSTED.readTree(text);
        } catch (StreamConstraintsException e) {
            throw new EvaluationException(ErrorName.RUNTIME, tooDeep());
        }
    }

    /** Reads a stream token by token, within the limits of {@link #parse}. Leaves the stream open. */
    static JsonParser parser(InputStream json) {
        return UNTRUSTED.reader().without(StreamReadFeature.AUTO_CLOSE_SOURCE).createParser(json);
    }

    /** The value that the parser stands on; leaves the parser at its end. */
    static JsonNode value(JsonParser parser) {
        return ONE_OF_MANY.readTree(parser);
    }

    /** The value as compact JSON, which UTF-8 can hold whatever its strings are. */
    public static String write(JsonNode node) {
        return LoneSurrogates.escaped(TRUSTED.writeValueAsString(node));
    }

    /** A new, empty object. */
    public static ObjectNode object() {
        return NODES.objectNode();
    }

    /** A new, empty array. */
    public static ArrayNode array() {
        return NODES.arrayNode();
    }

    /** A string. */
    public static JsonNode text(String value) {
        return NODES.stringNode(value);
    }

    /** An integer, in the form that parsing gives it, so that equal numbers are equal nodes. */
    public static JsonNode number(long value) {
        return value == (int) value ? NODES.numberNode((int) value) : NODES.numberNode(value);
    }

    /** A finite number that need not be an integer. */
    static JsonNode number(double value) {
        return NODES.numberNode(value);
    }

    /** True or false. */
    public static JsonNode bool(boolean value) {
        return NODES.booleanNode(value);
    }

    /** JSON null. */
    public static JsonNode nullNode() {
        return NODES.nullNode();
    }

    /**
     * The same value, once it is known to be within the limits.
     *
     * @throws EvaluationException if it is deeper than {@link #MAX_DEPTH} or larger than {@link #MAX_CHARS}, or has a name
     *     that JSON text cannot hold
     */
    static JsonNode checked(JsonNode node) {
        measure(node, 1, 0);
        return node;
    }

    private static long measure(JsonNode node, int depth, long before) {
        if (depth > MAX_DEPTH) throw new EvaluationException(ErrorName.RUNTIME, tooDeep());
        long size = before + 2;
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                // Written, nobody could read it back.
                if (LoneSurrogates.in(field.getKey()))
                    throw new EvaluationException(ErrorName.RUNTIME, "A member's name holds half a surrogate pair.");
                size = measure(
                        field.getValue(), depth + 1, size + field.getKey().length() + 2);
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) size = measure(array.get(i), depth + 1, size);
        } else if (node.isString()) {
            size += node.stringValue().length();
        }
        if (size > MAX_CHARS) throw new EvaluationException(ErrorName.DATA_LIMIT_EXCEEDED, tooLarge());
        return size;
    }

    static String tooLarge() {
        return "The state/task returned a result with a size exceeding the maximum number of bytes service limit.";
    }

    private static String tooDeep() {
        return "The data is nested deeper than the maximum of " + MAX_DEPTH + " levels.";
    }

    /** Refuses numbers such as 1e400: as a double they would be written as {@code Infinity}, which is no JSON. */
    private static final class FiniteNodes extends JsonNodeFactory {
        private static final long serialVersionUID = 1L;

        @Override
        public NumericNode numberNode(double value) {
            if (!Double.isFinite(value)) throw new NumberOutOfRange();
            return super.numberNode(value);
        }
    }

    static final class NumberOutOfRange extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NumberOutOfRange() {
            super("Numeric value is out of range of a double", null, false, false);
        }
    }

    /** Where in the text it went wrong, one-based, or null when that is not known. */
    record Position(int line, int column) {}

    /** The position of the error in text that {@link #parse} refused. */
    static @Nullable Position errorPosition(String text) {
        try {
            UNTRUSTED.readTree(text);
        } catch (JacksonException e) {
            return JacksonText.position(e);
        } catch (NumberOutOfRange e) {
            return null;
        }
        return null;
    }
}
