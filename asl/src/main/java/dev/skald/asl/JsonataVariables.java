package dev.skald.asl;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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

    /** A regular expression: from its first slash to behind its flags. */
    record Regex(int start, int end, String source, String flags) {}

    private static final Set<String> WORD_OPERATORS = Set.of("and", "or", "in");

    private final String text;
    private final List<Regex> regexes = new ArrayList<>();
    private final Set<String> named = new HashSet<>();
    private final Set<String> read = new HashSet<>();
    private final Set<String> bound = new HashSet<>();
    private int at;
    private boolean operandBefore;

    private JsonataVariables(String text) {
        this.text = text;
    }

    /** Whether there is a function of this name in JSONata, or from AWS. */
    static boolean isFunction(String name) {
        return OWN.contains(name) && !name.equals("states") && !name.equals("eval");
    }

    /** Adds the variables that a value reads, if it is an expression: <code>{% ... %}</code>. */
    static void collect(String value, Set<String> names) {
        String text = value.strip();
        if (text.length() < 4 || !text.startsWith("{%") || !text.endsWith("%}")) return;
        names.addAll(scanned(text.substring(2, text.length() - 2)).read());
    }

    /** What there is in an expression, given without its delimiters. */
    static JsonataVariables scanned(String text) {
        var variables = new JsonataVariables(text);
        variables.scan();
        variables.read.removeAll(variables.bound);
        return variables;
    }

    Set<String> read() {
        return read;
    }

    /** Every name behind a dollar, functions included. */
    Set<String> named() {
        return named;
    }

    /** The names of JSONata's functions, and AWS's, that the expression binds to nothing else. */
    Set<String> functions() {
        Set<String> functions = new HashSet<>(OWN);
        functions.removeAll(bound);
        functions.remove("eval");
        return functions;
    }

    List<Regex> regexes() {
        return regexes;
    }

    private void scan() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) at++;
            else if (text.startsWith("/*", at)) skipPast("*/");
            else if (c == '"' || c == '\'' || c == '`') quoted(c);
            else if (c == '/' && !operandBefore) regex();
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

    /** Ends at the first slash that is in no bracket and not escaped. */
    private void regex() {
        int start = at++;
        int depth = 0;
        for (; at < text.length() && (text.charAt(at) != '/' || depth != 0); at++) {
            char c = text.charAt(at);
            if (c == '\\') at++;
            else if ("([{".indexOf(c) >= 0) depth++;
            else if (")]}".indexOf(c) >= 0) depth--;
        }
        int end = Math.min(at++, text.length());
        while (at < text.length() && "im".indexOf(text.charAt(at)) >= 0) at++;
        at = Math.min(at, text.length());
        if (end < text.length())
            regexes.add(new Regex(start, at, text.substring(start + 1, end), text.substring(end + 1, at)));
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
        operandBefore = !(operandBefore && WORD_OPERATORS.contains(word));
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
        named.add(name);
        skipSpace();
        if (binds || text.startsWith(":=", at)) bound.add(name);
        else if (!name.isEmpty() && !OWN.contains(name) && !text.startsWith("(", at)) read.add(name);
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) at++;
    }
}
