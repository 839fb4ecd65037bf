package dev.skald.asl;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;

/**
 * How long a text a regular expression may be matched against, when nothing counts what it reads: so long that trying
 * everything that its repetitions allow stays within about a second.
 */
final class RegexCost {
    /** How many ways to match may be tried. */
    private static final double TRIES_MAX = 50_000_000;

    /** What repeats repetitions, or alternatives, may double its ways with each character. */
    static final int EXPONENTIAL_MAX = 20;

    /** A repetition of more than this counts as one without end. */
    private static final int FEW = 8;

    private static final Pattern COUNT = Pattern.compile("\\{(\\d{1,9})(,\\d{0,9})?}");

    private static final double ROUNDING = 1e-6;

    private final String regex;
    private final Deque<Group> open = new ArrayDeque<>();
    private Group here = new Group();
    private Group last = new Group();
    private boolean exponential;
    private int at;

    /** What there is in a group. */
    private static final class Group {
        private int repetitions;
        private boolean alternatives;
    }

    private RegexCost(String regex) {
        this.regex = regex;
    }

    /** The most characters of a text. */
    static int mostChars(String regex) {
        var cost = new RegexCost(regex);
        cost.scan();
        if (cost.exponential) return EXPONENTIAL_MAX;
        return mostChars(cost.here.repetitions);
    }

    /** The largest n for which n to the power of k, by k's factorial, is within what may be tried. */
    private static int mostChars(int repetitions) {
        if (repetitions <= 1) return Integer.MAX_VALUE;
        double log = Math.log(TRIES_MAX);
        for (int i = 2; i <= repetitions; i++) log += Math.log(i);
        return (int) Math.max(EXPONENTIAL_MAX, Math.exp(log / repetitions) + ROUNDING);
    }

    private void scan() {
        while (at < regex.length()) {
            char c = regex.charAt(at);
            switch (c) {
                case '\\' -> plain(2);
                case '[' -> characterClass();
                case '(' -> begin();
                case ')' -> end();
                case '|', '?' -> alternative();
                case '*', '+' -> repeated(Integer.MAX_VALUE);
                case '{' -> counted();
                default -> plain(1);
            }
        }
    }

    private void plain(int length) {
        at += length;
        last = new Group();
    }

    private void characterClass() {
        at += regex.startsWith("[^]", at) ? 3 : regex.startsWith("[]", at) ? 2 : 1;
        while (at < regex.length() && regex.charAt(at) != ']') at += regex.charAt(at) == '\\' ? 2 : 1;
        plain(1);
    }

    private void begin() {
        open.push(here);
        here = new Group();
        plain(1);
    }

    private void end() {
        Group group = here;
        here = open.isEmpty() ? new Group() : open.pop();
        here.repetitions = sum(here.repetitions, group.repetitions);
        plain(1);
        last = group;
    }

    private void alternative() {
        here.alternatives = true;
        plain(1);
    }

    private void counted() {
        var count = COUNT.matcher(regex).region(at, regex.length());
        if (!count.lookingAt()) {
            plain(1);
            return;
        }
        String range = count.group(2);
        int exactly = Integer.parseInt(count.group(1));
        boolean choice = last.repetitions > 0 || last.alternatives;
        if (range != null) repeated(range.equals(",") ? Integer.MAX_VALUE : Integer.parseInt(range.substring(1)));
        else repeated(choice ? exactly : 1);
        at = count.end();
    }

    /** What was last is repeated so often at most. */
    private void repeated(int most) {
        boolean choice = last.repetitions > 0 || last.alternatives;
        if (most > FEW) {
            exponential |= choice;
            here.repetitions = sum(here.repetitions, 1);
        } else if (most > 1) {
            here.repetitions = sum(here.repetitions, last.repetitions * (most - 1));
        }
        plain(1);
    }

    /**
     * The most characters of a text that a path's filters, {@code [?(@.a =~ /b+/)]}, may match; the least of all of them.
     */
    static int mostCharsInFilters(String path) {
        int most = Integer.MAX_VALUE;
        for (int at = path.indexOf("=~"); at >= 0; at = path.indexOf("=~", at + 2))
            most = Math.min(most, mostCharsOfOperand(path.substring(at + 2).strip()));
        return most;
    }

    private static int mostCharsOfOperand(String from) {
        // The regular expression may also stand on the left; that is rare, and not looked for.
        if (!from.startsWith("/")) return EXPONENTIAL_MAX;
        int end = 1;
        while (end < from.length() && from.charAt(end) != '/') end += from.charAt(end) == '\\' ? 2 : 1;
        return mostChars(from.substring(1, Math.min(end, from.length())));
    }

    private static int sum(int a, int b) {
        return Math.min(1000, a + b);
    }
}
