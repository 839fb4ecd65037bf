package dev.skald.asl;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads and rewrites the JSONata expressions of an exported saga. */
final class SagaText {
    private static final String STRINGS = "\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])*'|/\\*.*?\\*/";
    private static final String CONTEXT = "\\$states\\s*\\.\\s*context\\b";
    private static final Pattern KEY = Pattern.compile(
            STRINGS + "|(?<saga>" + CONTEXT + "\\s*\\.\\s*Saga\\b(?<key>\\s*\\.\\s*Key\\b)?)", Pattern.DOTALL);
    private static final Pattern STATES = Pattern.compile(
            STRINGS + "|(?<states>\\$states\\b(?:\\s*\\.\\s*(?<first>\\w+))?(?:\\s*\\.\\s*(?<second>\\w+))?)",
            Pattern.DOTALL);
    private static final Pattern CHANGING = Pattern.compile(
            STRINGS + "|(?<changing>\\$(?:uuid|random|now|millis|shuffle)\\b|\\bRetryCount\\b)", Pattern.DOTALL);

    /** What a compensation gets as its input. */
    static final List<String> MEMBERS = List.of("Key", "Outcome", "Input", "Arguments", "Record", "Error", "Cause");

    private SagaText() {}

    static String expression(String text) {
        return "{% " + text + " %}";
    }

    static boolean isExpression(JsonNode node) {
        return node.isString() && JsonataExpression.isMeant(node.stringValue());
    }

    /** A string literal of JSONata. */
    static String literal(String text) {
        boolean plain = text.chars().allMatch(c -> c >= ' ' && c != '\'' && c != '\\');
        return plain ? "'" + text + "'" : Json.write(Json.text(text));
    }

    static String literals(Iterable<String> texts) {
        var all = new StringBuilder("[");
        for (String text : texts) all.append(all.length() == 1 ? "" : ", ").append(literal(text));
        return all.append("]").toString();
    }

    /** The same value with every expression in it rewritten. */
    static JsonNode rewritten(JsonNode node, UnaryOperator<String> rewrite) {
        if (isExpression(node)) return Json.text(rewrite.apply(node.stringValue()));
        if (node instanceof ObjectNode object) {
            ObjectNode copy = Json.object();
            for (Map.Entry<String, JsonNode> field : object.properties())
                copy.set(field.getKey(), rewritten(field.getValue(), rewrite));
            return copy;
        }
        if (!(node instanceof ArrayNode array)) return node;
        ArrayNode copy = Json.array();
        for (JsonNode element : array) copy.add(rewritten(element, rewrite));
        return copy;
    }

    /** Puts an expression where the key of the visit is read. */
    static String withKey(String text, String key) {
        Matcher matcher = KEY.matcher(text);
        return matcher.replaceAll(match -> {
            if (match.group("saga") == null) return Matcher.quoteReplacement(match.group());
            boolean whole = match.group("key") == null;
            return Matcher.quoteReplacement(whole ? "{'Key': " + key + "}" : "(" + key + ")");
        });
    }

    static boolean readsKey(JsonNode node) {
        return anywhere(node, text -> {
            Matcher matcher = KEY.matcher(text);
            while (matcher.find()) if (matcher.group("saga") != null) return true;
            return false;
        });
    }

    /** Which members of its input a compensation reads; all of them when that cannot be told. */
    static Set<String> membersRead(JsonNode node) {
        Set<String> read = new HashSet<>(List.of("Key", "Outcome"));
        if (!node.has("Arguments")) read.addAll(MEMBERS);
        anywhere(node, text -> {
            Matcher matcher = STATES.matcher(text);
            while (matcher.find()) {
                if (matcher.group("states") == null || "context".equals(matcher.group("first"))) continue;
                boolean known = matcher.group("second") != null && MEMBERS.contains(matcher.group("second"));
                if (known) read.add(matcher.group("second"));
                else read.addAll(MEMBERS);
            }
            return false;
        });
        return read;
    }

    /** Whether a value may be another one when it is evaluated again. */
    static boolean changes(JsonNode node) {
        return anywhere(node, text -> {
            Matcher matcher = CHANGING.matcher(text);
            while (matcher.find()) if (matcher.group("changing") != null) return true;
            return false;
        });
    }

    /** Whether a value reads the task token, which only the task itself may; or the whole context. */
    static boolean readsToken(JsonNode node) {
        return anywhere(node, text -> {
            Matcher matcher = STATES.matcher(text);
            while (matcher.find()) {
                boolean context = "context".equals(matcher.group("first"));
                String second = matcher.group("second");
                if (context && (second == null || second.equals("Task"))) return true;
                if (matcher.group("states") != null && matcher.group("first") == null) return true;
            }
            return false;
        });
    }

    static boolean hasExpression(JsonNode node) {
        return anywhere(node, _ -> true);
    }

    private interface Test {
        boolean test(String text);
    }

    private static boolean anywhere(JsonNode node, Test test) {
        if (isExpression(node)) return test.test(node.stringValue());
        for (JsonNode child : node) if (anywhere(child, test)) return true;
        return false;
    }
}
