package dev.skald.server.json;

/** Text as it becomes longer inside a JSON string. */
public final class JsonText {
    /** No character takes more: {@code \}{@code u001f}. */
    private static final int ESCAPED_BYTES_MAX = 6;

    private JsonText() {}

    /**
     * The beginning of a text that fits into a JSON string of so many bytes, the quotes not counted. Never ends within a
     * surrogate pair.
     */
    public static String cut(String text, int bytesMax) {
        if (text.length() <= bytesMax / ESCAPED_BYTES_MAX) return text;
        long bytes = 0;
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            bytes += bytes(codePoint);
            if (bytes > bytesMax) return text.substring(0, i);
            i += Character.charCount(codePoint);
        }
        return text;
    }

    /** Whether UTF-8 can hold it: no half of a surrogate pair is in it. */
    static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++)
            if (Character.isSurrogate(text.charAt(i)))
                return text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
        return true;
    }

    private static int bytes(int codePoint) {
        if (codePoint < ' ') return control(codePoint);
        if (codePoint == '"' || codePoint == '\\') return 2;
        if (codePoint < 0x80) return 1;
        if (codePoint < 0x800) return 2;
        return codePoint < 0x10000 ? 3 : 4;
    }

    private static int control(int character) {
        return switch (character) {
            case '\b', '\t', '\n', '\f', '\r' -> 2;
            default -> ESCAPED_BYTES_MAX;
        };
    }
}
