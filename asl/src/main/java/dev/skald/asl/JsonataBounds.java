package dev.skald.asl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one evaluation has used. It is counted, so that an expression ends alike wherever it runs; the {@link TimeLimit} is
 * for what the counts do not catch.
 */
final class JsonataBounds {
    /** How many parts of an expression may be evaluated: about a second's worth. */
    static final int STEPS_MAX = 2_000_000;

    /** How deep evaluation may nest. */
    static final int DEPTH_MAX = 300;

    /** How long a text may be; and how many values and characters the result may hold. */
    static final int LENGTH_MAX = 10_000_000;

    /** How many elements a list may have. */
    static final int ELEMENTS_MAX = 2_000_000;

    /** How many bytes all texts and lists that an evaluation makes may have, garbage included. */
    static final long BYTES_MAX = 256L << 20;

    /** How many characters regular expressions may look at, and how many elements sorting may compare. */
    static final int READS_MAX = 50_000_000;

    /** An element of a list is a reference; one of a stream of tuples, {@code a@$x.b#$i}, a map. */
    private static final int BYTES_PER_ELEMENT = 4;

    private static final int BYTES_PER_TUPLE = 256;

    /** Texts last seen, so that one that is handed on is counted once. */
    private static final int RECENT = 8;

    /** The clock is asked once in so many steps or reads. */
    private static final int STEPS_PER_LOOK = 64;

    private static final int READS_PER_LOOK = 4096;

    /** Searching for a text is that much faster than matching a regular expression. */
    private static final int CHARACTERS_PER_READ = 16;

    private static final String TIMEOUT = "Expression evaluation timeout";
    static final String MEMORY = "Expression evaluation memory limit exceeded";
    static final String STACK = "Stack overflow error";

    private final TimeLimit.Running time =
            TimeLimit.CURRENT.orElse(TimeLimit.NONE).begin();
    private final JsonataWeights weights = new JsonataWeights();
    private final int bytesPerElement;
    private final @Nullable Object[] recent = new @Nullable Object[RECENT];
    private int recentAt;
    private int steps;
    private int depth;
    private int reads;
    private int parts;
    private long bytes;
    private @Nullable String exceeded;

    JsonataBounds(boolean tuples) {
        bytesPerElement = tuples ? BYTES_PER_TUPLE : BYTES_PER_ELEMENT;
    }

    /** The limit that was exceeded, in AWS's words. */
    @Nullable
    String exceeded() {
        return exceeded;
    }

    void enter() {
        depth++;
        if (++steps > STEPS_MAX) exceed(TIMEOUT);
        if (steps % STEPS_PER_LOOK == 0) look();
        if (depth > DEPTH_MAX) exceed(STACK);
    }

    void exit(@Nullable Object result) {
        depth--;
        if (result instanceof String text) made(text);
        else if (result instanceof List<?> list) made(list);
        if (weights.of(result) > LENGTH_MAX) exceed(MEMORY);
    }

    private void made(String text) {
        for (Object seen : recent) if (seen == text) return;
        recent[recentAt++ % RECENT] = text;
        bytes += text.length();
        if (text.length() > LENGTH_MAX || bytes > BYTES_MAX) exceed(MEMORY);
    }

    private void made(List<?> list) {
        bytes += (long) list.size() * bytesPerElement;
        if (list.size() > ELEMENTS_MAX || bytes > BYTES_MAX) exceed(MEMORY);
    }

    /** A text of so many characters is about to be made. */
    void willMake(long length) {
        if (length > LENGTH_MAX) exceed(MEMORY);
    }

    /** One character of a text, or one element of a list, is looked at by what is not evaluated in steps. */
    void read() {
        if (++reads > READS_MAX) exceed(TIMEOUT);
        if (reads % READS_PER_LOOK == 0) look();
    }

    /** A whole text is searched for another. */
    void readAll(String text) {
        reads += text.length() / CHARACTERS_PER_READ;
        read();
    }

    /** One value, with so many characters, becomes part of the result, or of a text. */
    void part(int length) {
        parts += 1 + length;
        if (parts < 0 || parts > LENGTH_MAX) exceed(MEMORY);
    }

    private void look() {
        if (time.isOver()) exceed(TIMEOUT);
    }

    private void exceed(String limit) {
        exceeded = limit;
        throw new Exceeded(limit);
    }

    /** Ends an evaluation. */
    static final class Exceeded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Exceeded(String limit) {
            super(limit, null, false, false);
        }
    }
}
