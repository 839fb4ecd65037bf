package dev.skald.deploy.serverless;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A text with {@code ${type(parameters):address, fallback}} in it, taken apart but not resolved. */
final class Expression {
    private static final Pattern BEGIN = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*(?:\\(|:(?!:))");

    private Expression() {}

    /** A part of a text. */
    sealed interface Part {
        record Literal(String text) implements Part {}

        /** @param inner what stands between {@code ${} and <code>}</code> */
        record Variable(String inner) implements Part {}
    }

    /**
     * The parts of a text. What begins like a variable and is no variable of the framework (templates have their own, and
     * so has CloudFormation: <code>${AWS::Region}</code>) is literal, and so is what has a backslash before it.
     */
    static List<Part> parts(String text) {
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int end = isVariable(text, at) ? end(text, at + 2) : -1;
            if (end >= 0) {
                if (!literal.isEmpty()) parts.add(new Part.Literal(literal.toString()));
                literal.setLength(0);
                parts.add(new Part.Variable(text.substring(at + 2, end)));
                at = end + 1;
            } else if (text.startsWith("\\${", at)) {
                literal.append("${");
                at += 3;
            } else {
                literal.append(text.charAt(at++));
            }
        }
        if (!literal.isEmpty() || parts.isEmpty()) parts.add(new Part.Literal(literal.toString()));
        return parts;
    }

    private static boolean isVariable(String text, int at) {
        return text.startsWith("${", at)
                && BEGIN.matcher(text).region(at + 2, text.length()).lookingAt();
    }

    /** Where the variable that begins before {@code from} ends; negative when it does not. */
    private static int end(String text, int from) {
        int depth = 1;
        char quote = 0;
        for (int at = from; at < text.length(); at++) {
            char c = text.charAt(at);
            if (quote != 0) quote = c == quote ? 0 : quote;
            else if (c == '\'' || c == '"') quote = c;
            else if (c == '{') depth++;
            else if (c == '}' && --depth == 0) return at;
        }
        return -1;
    }

    /** The alternatives of a variable, the first one first: split at commas outside of quotes and brackets. */
    static List<String> alternatives(String inner) {
        List<String> alternatives = new ArrayList<>();
        int begin = 0;
        int depth = 0;
        char quote = 0;
        for (int at = 0; at < inner.length(); at++) {
            char c = inner.charAt(at);
            if (quote != 0) quote = c == quote ? 0 : quote;
            else if (c == '\'' || c == '"') quote = c;
            else if (c == '(' || c == '{') depth++;
            else if (c == ')' || c == '}') depth--;
            else if (c == ',' && depth == 0) {
                alternatives.add(inner.substring(begin, at).strip());
                begin = at + 1;
            }
        }
        alternatives.add(inner.substring(begin).strip());
        return alternatives;
    }
}
