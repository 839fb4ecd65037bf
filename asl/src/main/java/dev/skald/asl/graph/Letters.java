package dev.skald.asl.graph;

/** How wide text is, about, in pixels: who shows a graph draws it with a font of their own, and there is room for a wide one. */
final class Letters {
    /** One letter of a name. */
    static final double NAME = 8.1;

    /** One letter of what stands below a name. */
    static final double MORE = 6.7;

    /** Scripts from here on, such as Hangul, Kana and Han, and pictures, are about square. */
    private static final int SQUARE_FROM = 0x1100;

    private static final double SQUARE = 1.7;
    private static final String LEFT_OUT = "…";

    private Letters() {}

    static double width(String text, double letter) {
        return text.codePoints().mapToDouble(c -> width(c, letter)).sum();
    }

    private static double width(int codePoint, double letter) {
        return codePoint < SQUARE_FROM || isPunctuation(codePoint) ? letter : letter * SQUARE;
    }

    /** Dashes, quotes and arrows. */
    private static boolean isPunctuation(int codePoint) {
        return codePoint >= 0x2000 && codePoint < 0x2200;
    }

    /** As much of a text as there is room for. */
    static String cut(String text, double letter, double room) {
        if (width(text, letter) <= room) return text;
        double used = letter;
        int end = 0;
        while (end < text.length()) {
            int codePoint = text.codePointAt(end);
            used += width(codePoint, letter);
            if (used > room) break;
            end += Character.charCount(codePoint);
        }
        return text.substring(0, end) + LEFT_OUT;
    }
}
