package dev.skald.asl;

import java.util.ArrayList;
import java.util.List;

/**
 * The pattern of {@code StringMatches}: {@code *} stands for any characters, {@code \*} and {@code \\} for themselves.
 *
 * @param parts the texts between the stars
 */
record Wildcard(List<String> parts) {
    static Wildcard parse(String pattern) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\' && i + 1 < pattern.length() && "*\\".indexOf(pattern.charAt(i + 1)) >= 0) {
                part.append(pattern.charAt(++i));
            } else if (c == '*') {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return new Wildcard(List.copyOf(parts));
    }

    /** Whether all of the text fits. Takes the first place where each part fits: linear in practice, never exponential. */
    boolean matches(String text) {
        String first = parts.getFirst();
        if (parts.size() == 1) return text.equals(first);
        String last = parts.getLast();
        if (!text.startsWith(first) || !text.endsWith(last)) return false;
        int at = first.length();
        int end = text.length() - last.length();
        for (String part : parts.subList(1, parts.size() - 1)) {
            int found = text.indexOf(part, at);
            if (found < 0) return false;
            at = found + part.length();
        }
        return at <= end;
    }
}
