package dev.skald.asl;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * JavaScript's regular expressions in Java's syntax. What differs: {@code $} is the very end, a {@code [} within a class is
 * itself, a <code>{</code> that counts nothing is itself, {@code \0} and {@code [^]}.
 *
 * <p>Counted repetitions that nest beyond {@value #REPEATS_MAX} are refused: they are repeated also where nothing is left to
 * read, which no limit on reading would notice.
 */
final class RegexSyntax {
    static final long REPEATS_MAX = 100_000;

    private static final Pattern COUNT = Pattern.compile("\\{(\\d{1,9})(?:,\\d{0,9})?}");

    private final String source;
    private final boolean multiline;
    private final StringBuilder out = new StringBuilder();
    /** The repeats of the parts that each open group has so far. */
    private final Deque<Long> open = new ArrayDeque<>();

    /** The repeats of the parts so far at this level; of the last one. */
    private long here;

    private long last;
    private int at;

    private RegexSyntax(String source, boolean multiline) {
        this.source = source;
        this.multiline = multiline;
    }

    /** @throws PatternSyntaxException if it is none, or repeats too much */
    static Pattern compile(String source, String flags) {
        boolean multiline = flags.contains("m");
        String java = new RegexSyntax(source, multiline).translated();
        int options = (flags.contains("i") ? Pattern.CASE_INSENSITIVE : 0) | (multiline ? Pattern.MULTILINE : 0);
        return Pattern.compile(java, options);
    }

    private String translated() {
        while (at < source.length()) {
            char c = source.charAt(at);
            switch (c) {
                case '\\' -> escape();
                case '[' -> characterClass();
                case '(' -> group();
                case ')' -> endOfGroup();
                case '{' -> count();
                case '$' -> literally(multiline ? "$" : "\\z");
                default -> literally(String.valueOf(c));
            }
        }
        return out.toString();
    }

    private void literally(String java) {
        out.append(java);
        at++;
        part(1);
    }

    private void part(long repeats) {
        here += last;
        last = repeats;
    }

    private void escape() {
        if (at + 1 >= source.length()) throw new PatternSyntaxException("\\ at the end", source, at);
        boolean nul = source.charAt(at + 1) == '0';
        out.append(nul ? "\\x00" : source.substring(at, at + 2));
        at += 2;
        part(1);
    }

    private void group() {
        part(1);
        open.push(here);
        here = 0;
        last = 0;
        out.append('(');
        at++;
        if (source.startsWith("?", at)) {
            out.append('?');
            at++;
        }
    }

    private void endOfGroup() {
        long inside = Math.max(1, here + last);
        here = open.isEmpty() ? 0 : open.pop();
        last = inside;
        out.append(')');
        at++;
    }

    private void count() {
        var count = COUNT.matcher(source).region(at, source.length());
        if (!count.lookingAt()) {
            literally("\\{");
            return;
        }
        last *= Math.max(1, Long.parseLong(count.group(1)));
        if (last > REPEATS_MAX) throw new PatternSyntaxException("too many repetitions", source, at);
        out.append(count.group());
        at = count.end();
    }

    private void characterClass() {
        part(1);
        at++;
        if (source.startsWith("^]", at) || source.startsWith("]", at)) {
            boolean all = source.charAt(at) == '^';
            out.append(all ? "[\\s\\S]" : "(?!)");
            at += all ? 2 : 1;
            return;
        }
        out.append('[');
        while (at < source.length() && source.charAt(at) != ']') inClass();
        if (at >= source.length()) throw new PatternSyntaxException("a class without its end", source, at);
        out.append(']');
        at++;
    }

    private void inClass() {
        char c = source.charAt(at);
        int length = c == '\\' && at + 1 < source.length() ? 2 : 1;
        if (c == '[' || c == '&') out.append('\\');
        boolean nul = length == 2 && source.charAt(at + 1) == '0';
        boolean backspace = length == 2 && source.charAt(at + 1) == 'b';
        out.append(nul ? "\\x00" : backspace ? "\\x08" : source.substring(at, at + length));
        at += length;
    }
}
