package dev.skald.asl;

/** Names of variables: a Unicode identifier of at most {@value #LONGEST} characters. Section 1.9. */
final class VariableNames {
    static final int LONGEST = 80;

    /** What JSONata expressions call the state's data. */
    static final String RESERVED = "states";

    private VariableNames() {}

    /** Where the identifier that begins at an index ends; the index itself when none begins there. */
    static int end(String text, int start) {
        if (start >= text.length() || !Character.isUnicodeIdentifierStart(text.codePointAt(start))) return start;
        int at = start;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            if (!Character.isUnicodeIdentifierPart(c) || Character.isIdentifierIgnorable(c)) break;
            at += Character.charCount(c);
        }
        return at;
    }

    static boolean isName(String text) {
        return !text.isEmpty() && end(text, 0) == text.length() && text.codePointCount(0, text.length()) <= LONGEST;
    }
}
