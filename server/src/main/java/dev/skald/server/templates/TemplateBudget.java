package dev.skald.server.templates;

import java.time.Duration;

/** What one rendering may use. Counted, so that the same template over the same data ends alike wherever it runs. */
final class TemplateBudget {
    /** References and method calls evaluated, variables set, rounds of loops made. */
    static final int STEPS_MAX = 200_000;

    /** Characters that may be made, in all texts together. */
    static final long CHARS_MAX = 64L << 20;

    /** The longest text, in characters. */
    static final int TEXT_MAX = 8 << 20;

    /** Characters that regular expressions may look at. */
    static final long REGEX_CHARS_MAX = 50_000_000;

    /** Entries of maps and lists that may be compared, hashed, copied and written. */
    static final long ENTRIES_LOOKED_AT_MAX = 2_000_000;

    /** How many entries a map or a list may have. */
    static final int ENTRIES_MAX = 100_000;

    /** Behind the counts, for what they do not see. */
    static final Duration TIME_MAX = Duration.ofSeconds(5);

    /** How often the clock is looked at, in steps. */
    private static final int STEPS_PER_LOOK = 256;

    private static final int ENTRIES_PER_LOOK = 100_000;

    static final ScopedValue<TemplateBudget> CURRENT = ScopedValue.newInstance();

    private final long end = System.nanoTime() + TIME_MAX.toNanos();
    private int steps;
    private long chars;
    private long regexChars;
    private long entries;
    private long entriesLooked;

    static TemplateBudget current() {
        return CURRENT.get();
    }

    /** The same, or one of its own for what looks at a value when the rendering is over. */
    static TemplateBudget counting() {
        return CURRENT.isBound() ? CURRENT.get() : new TemplateBudget();
    }

    void step() {
        if (++steps > STEPS_MAX) throw new TemplateException("it takes more than " + STEPS_MAX + " steps");
        if (steps % STEPS_PER_LOOK == 0) look();
    }

    private void look() {
        if (System.nanoTime() - end > 0)
            throw new TemplateException("it takes longer than " + TIME_MAX.toSeconds() + " seconds");
    }

    /** Counts a text that was made. */
    String text(String made) {
        text(made.length());
        return made;
    }

    /** Counts a text that is about to be made. */
    void text(long length) {
        chars += length;
        if (length > TEXT_MAX || chars > CHARS_MAX)
            throw new TemplateException("it makes more than " + TEXT_MAX + " characters of one text, or " + CHARS_MAX
                    + " characters in all");
    }

    /** @throws TemplateException when a text would be too long */
    static void requireFits(long length) {
        if (length > TEXT_MAX)
            throw new TemplateException("it makes more than " + TEXT_MAX + " characters of one text");
    }

    /** @throws TemplateException when a map or list would have too many entries */
    static void requireRoom(long size) {
        if (size > ENTRIES_MAX) throw new TemplateException("a map or list has more than " + ENTRIES_MAX + " entries");
    }

    /** Counts entries that are looked at. */
    void entries(long count) {
        entries += count;
        if (entries > ENTRIES_LOOKED_AT_MAX)
            throw new TemplateException(
                    "it looks at more than " + ENTRIES_LOOKED_AT_MAX + " entries of maps and lists");
        if (entries < entriesLooked) return;
        entriesLooked = entries + ENTRIES_PER_LOOK;
        look();
    }

    void regexChar() {
        if (++regexChars > REGEX_CHARS_MAX)
            throw new TemplateException("its regular expressions look at more than " + REGEX_CHARS_MAX + " characters");
        if (regexChars % 100_000 == 0) look();
    }
}
