package dev.skald.asl;

/**
 * The tokens of a JSONata expression, one after the other. A slash is read as the reader expects it: where an operand may
 * begin it begins a regular expression, elsewhere it divides.
 */
final class JsonataTokens {
    enum Kind {
        NAME,
        VARIABLE,
        /** A string. */
        TEXT,
        NUMBER,
        REGEX,
        OPERATOR,
        END
    }

    /** @param text the operator; the name without its quotes or dollar; what else it is about stays unread */
    record Token(Kind kind, String text, int start, int end) {
        boolean is(String operator) {
            return kind == Kind.OPERATOR && text.equals(operator);
        }
    }

    private static final String SPACE = " \t\n\r\u000B";
    private static final String SINGLE = ".[]{}(),@#;:?+-*/%|=<>^&!~";
    private static final String[] DOUBLE = {"..", ":=", "!=", ">=", "<=", "**", "~>"};

    private final String text;
    private int at;

    JsonataTokens(String text) {
        this.text = text;
    }

    /**
     * The next token.
     *
     * @param operand whether an operand may begin here
     */
    Token next(boolean operand) {
        skip();
        if (at >= text.length()) return new Token(Kind.END, "", at, at);
        char c = text.charAt(at);
        if (c == '"' || c == '\'') return quoted(Kind.TEXT, c);
        if (c == '`') return quoted(Kind.NAME, c);
        if (c == '/' && operand) return regex();
        if (SINGLE.indexOf(c) >= 0) return operator();
        return c >= '0' && c <= '9' ? number() : word();
    }

    private void skip() {
        while (at < text.length()) {
            if (SPACE.indexOf(text.charAt(at)) >= 0) at++;
            else if (text.startsWith("/*", at)) {
                int end = text.indexOf("*/", at + 2);
                at = end < 0 ? text.length() : end + 2;
            } else return;
        }
    }

    private Token quoted(Kind kind, char quote) {
        int start = at++;
        while (at < text.length() && text.charAt(at) != quote) at += quote != '`' && text.charAt(at) == '\\' ? 2 : 1;
        at = Math.min(at + 1, text.length());
        return new Token(kind, text.substring(start + 1, Math.max(start + 1, at - 1)), start, at);
    }

    /** Ends at the first slash that is in no bracket and not escaped, and behind its flags. */
    private Token regex() {
        int start = at++;
        int depth = 0;
        for (; at < text.length() && (text.charAt(at) != '/' || depth != 0); at++) {
            char c = text.charAt(at);
            if (c == '\\') at++;
            else if ("([{".indexOf(c) >= 0) depth++;
            else if (")]}".indexOf(c) >= 0) depth--;
        }
        at++;
        while (at < text.length() && "im".indexOf(text.charAt(at)) >= 0) at++;
        at = Math.min(at, text.length());
        return new Token(Kind.REGEX, "", start, at);
    }

    private Token operator() {
        int start = at;
        for (String operator : DOUBLE)
            if (text.startsWith(operator, at)) return new Token(Kind.OPERATOR, operator, start, at += 2);
        return new Token(Kind.OPERATOR, text.substring(start, ++at), start, at);
    }

    private Token number() {
        int start = at;
        digits();
        boolean fraction = at + 1 < text.length() && text.charAt(at) == '.' && isDigit(at + 1);
        if (fraction) {
            at++;
            digits();
        }
        int exponent = at < text.length() && "eE".indexOf(text.charAt(at)) >= 0 ? at + 1 : text.length();
        if (exponent < text.length() && "+-".indexOf(text.charAt(exponent)) >= 0) exponent++;
        if (isDigit(exponent)) {
            at = exponent;
            digits();
        }
        return new Token(Kind.NUMBER, "", start, at);
    }

    private void digits() {
        while (isDigit(at)) at++;
    }

    private boolean isDigit(int index) {
        return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    private Token word() {
        int start = at++;
        while (at < text.length() && SPACE.indexOf(text.charAt(at)) < 0 && SINGLE.indexOf(text.charAt(at)) < 0) at++;
        boolean variable = text.charAt(start) == '$';
        return new Token(
                variable ? Kind.VARIABLE : Kind.NAME, text.substring(variable ? start + 1 : start, at), start, at);
    }
}
