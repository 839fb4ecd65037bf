package dev.skald.server.templates;

/** A text in which each look at a character is counted, so that no regular expression can look for ever. */
public record CountedText(CharSequence text, Runnable count) implements CharSequence {
    @Override
    public int length() {
        return text.length();
    }

    @Override
    public char charAt(int index) {
        count.run();
        return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new CountedText(text.subSequence(start, end), count);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
