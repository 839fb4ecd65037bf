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

    /** Behind the counts, for what they do not see. */
    static final Duration TIME_MAX = Duration.ofSeconds(5);

    /** How often the clock is looked at, in steps. */
    private static final int STEPS_PER_LOOK = 256;

    static final ScopedValue<TemplateBudget> CURRENT = ScopedValue.newInstance();

    private final long end = System.nanoTime() + TIME_MAX.toNanos();
    private int steps;
    private long chars;
    private long regexChars;

    static TemplateBudget current() {
        return CURRENT.get();
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

    void regexChar() {
        if (++regexChars > REGEX_CHARS_MAX)
            throw new TemplateException("its regular expressions look at more than " + REGEX_CHARS_MAX + " characters");
        if (regexChars % 100_000 == 0) look();
    }
}
