package dev.skald.asl;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Parses a call of an intrinsic function.
 *
 * <pre>
 * call     = "States." name "(" [ argument { "," argument } ] ")"
 * argument = "'" text "'" | number | "true" | "false" | "null" | path | call
 * </pre>
 *
 * <p>In a string, a backslash must stand before one of {@code ' { } \}. Calls nest at most {@value #MOST_NESTED} deep.
 */
final class IntrinsicParser {
    static final int MOST_NESTED = 10;

    /** What a backslash in a string literal may escape. */
    static final String ESCAPABLE = "'{}\\";

    private final String text;
    private int at;

    private IntrinsicParser(String text) {
        this.text = text;
    }

    /** The parsed call; null when the text is none. */
    static @Nullable Intrinsic parse(String text) {
        IntrinsicParser parser = new IntrinsicParser(text);
        parser.skipSpace();
        Intrinsic call = parser.call(1);
        parser.skipSpace();
        return parser.at == text.length() ? call : null;
    }

    private @Nullable Intrinsic call(int depth) {
        int start = at;
        while (!atEnd() && (Character.isLetterOrDigit(peek()) || peek() == '.')) at++;
        IntrinsicFunction function = IntrinsicFunction.named(text.substring(start, at));
        skipSpace();
        if (function == null || depth > MOST_NESTED || !take('(')) return null;
        List<Intrinsic.Argument> arguments = arguments(function, depth);
        if (arguments == null || !function.takes(arguments.size())) return null;
        return new Intrinsic(function, text.substring(start, at), List.copyOf(arguments));
    }

    /** The arguments up to and with the closing bracket; null when something is wrong. */
    private @Nullable List<Intrinsic.Argument> arguments(IntrinsicFunction function, int depth) {
        List<Intrinsic.Argument> arguments = new ArrayList<>();
        skipSpace();
        if (take(')')) return arguments;
        while (true) {
            skipSpace();
            boolean isTemplate = function == IntrinsicFunction.Format && arguments.isEmpty();
            Intrinsic.Argument argument = argument(depth, isTemplate);
            if (argument == null) return null;
            arguments.add(argument);
            skipSpace();
            if (take(')')) return arguments;
            if (!take(',')) return null;
        }
    }

    private Intrinsic.@Nullable Argument argument(int depth, boolean isTemplate) {
        if (atEnd()) return null;
        return switch (peek()) {
            case '\'' -> string(isTemplate);
            case '$' -> path();
            case 'S' -> nested(depth + 1);
            default -> word();
        };
    }

    private Intrinsic.@Nullable Argument nested(int depth) {
        Intrinsic call = call(depth);
        return call == null ? null : new Intrinsic.Argument.Call(call);
    }

    /** @param isTemplate keep the escapes: {@code States.Format} must tell an escaped brace from a placeholder */
    private Intrinsic.@Nullable Argument string(boolean isTemplate) {
        at++;
        StringBuilder value = new StringBuilder();
        while (!atEnd() && peek() != '\'') {
            char c = text.charAt(at++);
            if (c == '\\') {
                if (atEnd() || ESCAPABLE.indexOf(peek()) < 0) return null;
                if (isTemplate) value.append(c);
                c = text.charAt(at++);
            }
            value.append(c);
        }
        return take('\'') ? new Intrinsic.Argument.Literal(Json.text(value.toString())) : null;
    }

    /** A path goes on to the next comma or closing bracket that is not inside its own brackets or quotes. */
    private Intrinsic.@Nullable Argument path() {
        int start = at;
        int open = 0;
        while (!atEnd()) {
            char c = peek();
            if (open == 0 && (c == ',' || c == ')')) break;
            if (c == '[' || c == '(') open++;
            if (c == ']' || c == ')') open--;
            if (open > 0 && (c == '\'' || c == '"')) skipQuoted(c);
            if (c == '\\') at++;
            at++;
        }
        at = Math.min(at, text.length());
        try {
            return new Intrinsic.Argument.Query(
                    Path.parse(text.substring(start, at).strip()));
        } catch (InvalidPath _) {
            return null;
        }
    }

    /** Moves to the closing quote. */
    private void skipQuoted(char quote) {
        at++;
        while (!atEnd() && peek() != quote) at += peek() == '\\' ? 2 : 1;
    }

    /** A number, true, false or null. */
    private Intrinsic.@Nullable Argument word() {
        int start = at;
        while (!atEnd() && (Character.isLetterOrDigit(peek()) || "+-.".indexOf(peek()) >= 0)) at++;
        if (start == at) return null;
        try {
            JsonNode value = Json.parse(text.substring(start, at));
            return new Intrinsic.Argument.Literal(value);
        } catch (MalformedJson _) {
            return null;
        }
    }

    private boolean atEnd() {
        return at >= text.length();
    }

    private char peek() {
        return text.charAt(at);
    }

    private boolean take(char c) {
        if (atEnd() || peek() != c) return false;
        at++;
        return true;
    }

    private void skipSpace() {
        while (!atEnd() && Character.isWhitespace(peek())) at++;
    }
}
