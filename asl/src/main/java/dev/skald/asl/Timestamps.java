package dev.skald.asl;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * RFC 3339 timestamps as the language wants them: upper-case {@code T} and {@code Z}, or a numeric offset; any number of
 * fractional digits (nanoseconds are kept).
 */
final class Timestamps {
    private static final int DATE_AND_TIME = "2016-03-14T01:59:00".length();

    private Timestamps() {}

    /** The instant, or null when the text is no such timestamp. */
    static @Nullable Instant parse(String text) {
        if (!hasShape(text)) return null;
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 7);
        int day = digits(text, 8, 10);
        int hour = digits(text, 11, 13);
        int minute = digits(text, 14, 16);
        int second = digits(text, 17, 19);
        if (month < 1
                || month > 12
                || day < 1
                || day > YearMonth.of(year, month).lengthOfMonth()) return null;
        if (hour > 23 || minute > 59 || second > 59) return null;
        int end = fractionEnd(text);
        if (end < 0) return null;
        ZoneOffset offset = offset(text, end);
        if (offset == null) return null;
        return LocalDateTime.of(year, month, day, hour, minute, second, nanos(text, end))
                .toInstant(offset);
    }

    private static boolean hasShape(String text) {
        if (text.length() <= DATE_AND_TIME) return false;
        for (int i = 0; i < DATE_AND_TIME; i++) {
            char c = text.charAt(i);
            boolean fits = switch (i) {
                case 4, 7 -> c == '-';
                case 10 -> c == 'T';
                case 13, 16 -> c == ':';
                default -> isDigit(c);
            };
            if (!fits) return false;
        }
        return true;
    }

    /** Where the offset begins; -1 when there is a point without digits. */
    private static int fractionEnd(String text) {
        if (text.charAt(DATE_AND_TIME) != '.') return DATE_AND_TIME;
        int end = DATE_AND_TIME + 1;
        while (end < text.length() && isDigit(text.charAt(end))) end++;
        return end == DATE_AND_TIME + 1 ? -1 : end;
    }

    private static int nanos(String text, int end) {
        int nanos = 0;
        for (int i = 1; i <= 9; i++) {
            int at = DATE_AND_TIME + i;
            nanos = nanos * 10 + (at < end ? text.charAt(at) - '0' : 0);
        }
        return nanos;
    }

    private static @Nullable ZoneOffset offset(String text, int at) {
        if (at == text.length()) return null;
        char sign = text.charAt(at);
        if (sign == 'Z') return text.length() == at + 1 ? ZoneOffset.UTC : null;
        if (sign != '+' && sign != '-') return null;
        if (text.length() != at + 6 || text.charAt(at + 3) != ':') return null;
        for (int i : new int[] {1, 2, 4, 5}) if (!isDigit(text.charAt(at + i))) return null;
        int minutes = digits(text, at + 1, at + 3) * 60 + digits(text, at + 4, at + 6);
        if (minutes > 18 * 60 || digits(text, at + 4, at + 6) > 59) return null;
        return ZoneOffset.ofTotalSeconds((sign == '-' ? -60 : 60) * minutes);
    }

    private static int digits(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) number = number * 10 + text.charAt(i) - '0';
        return number;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
