package dev.skald.asl;

import java.util.HashSet;
import java.util.Set;

/**
 * The variables that a JSONata expression reads, found in its tokens: every {@code $name} that it neither calls as a
 * function, nor binds itself ({@code $x := 1}, {@code function($x)}, {@code @$x}, {@code #$x}), and that is not one of
 * JSONata's own names. Strings, quoted names, comments and regular expressions are skipped.
 */
final class JsonataVariables {
    /** Functions handed over as values, as in {@code $map(list, $uppercase)}; and what AWS gives. */
    private static final Set<String> OWN = Set.of(
            "states",
            "abs",
            "append",
            "assert",
            "average",
            "base64decode",
            "base64encode",
            "boolean",
            "ceil",
            "clone",
            "contains",
            "count",
            "decodeUrl",
            "decodeUrlComponent",
            "distinct",
            "each",
            "encodeUrl",
            "encodeUrlComponent",
            "error",
            "eval",
            "exists",
            "filter",
            "floor",
            "formatBase",
            "formatInteger",
            "formatNumber",
            "fromMillis",
            "hash",
            "join",
            "keys",
            "length",
            "lookup",
            "lowercase",
            "map",
            "match",
            "max",
            "merge",
            "millis",
            "min",
            "not",
            "now",
            "number",
            "pad",
            "parse",
            "parseInteger",
            "partition",
            "power",
            "random",
            "range",
            "reduce",
            "replace",
            "reverse",
            "round",
            "shuffle",
            "sift",
            "single",
            "sort",
            "split",
            "spread",
            "sqrt",
            "string",
            "substring",
            "substringAfter",
            "substringBefore",
            "sum",
            "toMillis",
            "trim",
            "type",
            "uppercase",
            "uuid",
            "zip");

    /** What ends a name. */
    private static final String DELIMITERS = ".[]{}(),:;@#?+-*/%|=<>^&!~'\"`$";

    /** After these a slash divides; after all others it begins a regular expression. */
    private static final String ENDS_OPERAND = ")]}\"'`";

    private final String text;
    private final Set<String> read = new HashSet<>();
    private final Set<String> bound = new HashSet<>();
    private int at;
    private boolean operandBefore;

    private JsonataVariables(String text) {
        this.text = text;
    }

    /** Adds the variables that a value reads, if it is an expression: <code>{% ... %}</code>. */
    static void collect(String value, Set<String> names) {
        String text = value.strip();
        if (text.length() < 4 || !text.startsWith("{%") || !text.endsWith("%}")) return;
        var variables = new JsonataVariables(text.substring(2, text.length() - 2));
        variables.scan();
        variables.read.removeAll(variables.bound);
        names.addAll(variables.read);
    }

    private void scan() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) at++;
            else if (text.startsWith("/*", at)) skipPast("*/");
            else if (c == '"' || c == '\'' || c == '`' || (c == '/' && !operandBefore)) quoted(c);
            else if (c == '$') variable();
            else if (DELIMITERS.indexOf(c) < 0) word();
            else delimiter(c);
        }
    }

    private void skipPast(String end) {
        int found = text.indexOf(end, at + 2);
        at = found < 0 ? text.length() : found + end.length();
    }

    private void quoted(char quote) {
        at++;
        while (at < text.length() && text.charAt(at) != quote) at += quote != '`' && text.charAt(at) == '\\' ? 2 : 1;
        at++;
        operandBefore = true;
    }

    private void delimiter(char c) {
        at++;
        operandBefore = ENDS_OPERAND.indexOf(c) >= 0;
    }

    private String name() {
        int start = at;
        while (at < text.length()
                && !Character.isWhitespace(text.charAt(at))
                && DELIMITERS.indexOf(text.charAt(at)) < 0) at++;
        return text.substring(start, at);
    }

    private void word() {
        String word = name();
        operandBefore = !Set.of("and", "or", "in").contains(word);
        if (word.equals("function") || word.equals("\u03bb")) parameters();
    }

    /** {@code ($a, $b)} of a function's definition. */
    private void parameters() {
        skipSpace();
        if (at >= text.length() || text.charAt(at) != '(') return;
        int end = text.indexOf(')', at);
        String list = text.substring(at + 1, end < 0 ? text.length() : end);
        for (String parameter : list.split(",", -1))
            if (parameter.strip().startsWith("$")) bound.add(parameter.strip().substring(1));
        at = end < 0 ? text.length() : end + 1;
        operandBefore = false;
    }

    private void variable() {
        boolean binds = at > 0 && "@#".indexOf(text.charAt(at - 1)) >= 0;
        at++;
        String name = name();
        operandBefore = true;
        skipSpace();
        if (name.isEmpty() || OWN.contains(name) || text.startsWith("(", at)) return;
        if (binds || text.startsWith(":=", at)) bound.add(name);
        else read.add(name);
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
    }
}
