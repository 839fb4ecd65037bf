package dev.skald.asl;

import java.util.Locale;

/** Halves of surrogate pairs: Java and JSON can hold them, UTF-8 cannot. */
final class LoneSurrogates {
    private LoneSurrogates() {}

    /** JSON text with each half of a pair escaped, as {@code \\}{@code ud83d}: then it is ASCII. */
    static String escaped(String json) {
        int first = next(json, 0);
        return first < 0 ? json : escaped(json, first);
    }

    /** Whether a text holds one. */
    static boolean in(String text) {
        return next(text, 0) >= 0;
    }

    private static String escaped(String json, int first) {
        StringBuilder text = new StringBuilder(json.length() + 6);
        int from = 0;
        for (int at = first; at >= 0; at = next(json, from)) {
            text.append(json, from, at).append(String.format(Locale.ROOT, "\\u%04x", (int) json.charAt(at)));
            from = at + 1;
        }
        return text.append(json, from, json.length()).toString();
    }

    /** Where the next half is; -1 when there is none. */
    private static int next(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) continue;
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (!pair) return i;
            i++;
        }
        return -1;
    }
}
