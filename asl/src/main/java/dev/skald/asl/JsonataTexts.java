package dev.skald.asl;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Utils;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * JSONata's functions of texts that can make much of little, or look at a text for long: within bounds, and as JSONata's
 * documentation has them where the library differs.
 */
final class JsonataTexts {
    private final JsonataBounds bounds;

    JsonataTexts(JsonataBounds bounds) {
        this.bounds = bounds;
    }

    // Matching.

    @Nullable
    Object contains(List<?> arguments) {
        if (!(arguments.get(0) instanceof String text)) return null;
        if (arguments.get(1) instanceof String part) {
            bounds.readAll(text);
            return text.contains(part);
        }
        return first(arguments.get(1), text) != null;
    }

    @Nullable
    Object match(List<?> arguments) {
        if (!(arguments.get(0) instanceof String text)) return null;
        long limit = limit(arguments, 2, "D3040");
        List<Map<String, @Nullable Object>> matches = new ArrayList<>();
        Map<?, ?> match = limit == 0 ? null : first(arguments.get(1), text);
        while (match != null && matches.size() < limit) {
            Map<String, @Nullable Object> shown = new LinkedHashMap<>();
            shown.put("match", match.get("match"));
            shown.put("index", match.get("start"));
            shown.put("groups", match.get("groups"));
            matches.add(shown);
            match = next(match);
        }
        return sequence(matches);
    }

    /** A list that is its element when it has one, and nothing when it has none. */
    private static List<?> sequence(List<Map<String, @Nullable Object>> elements) {
        List<Object> sequence = Utils.createSequence();
        sequence.addAll(elements);
        return sequence;
    }

    @Nullable
    Object split(List<?> arguments) {
        if (!(arguments.get(0) instanceof String text)) return null;
        long limit = limit(arguments, 2, "D3020");
        if (limit == 0) return new ArrayList<>();
        return arguments.get(1) instanceof String separator
                ? splitByText(text, separator, whole(arguments, 2, limit))
                : splitByMatches(text, arguments.get(1), limit);
    }

    private static List<String> splitByText(String text, String separator, long limit) {
        List<String> parts = new ArrayList<>();
        if (separator.isEmpty()) {
            for (int i = 0; i < Math.min(text.length(), limit); i++) parts.add(String.valueOf(text.charAt(i)));
            return parts;
        }
        int from = 0;
        for (int at = text.indexOf(separator); at >= 0 && parts.size() < limit; at = text.indexOf(separator, from)) {
            parts.add(text.substring(from, at));
            from = at + separator.length();
        }
        if (parts.size() < limit) parts.add(text.substring(from));
        return parts;
    }

    private List<String> splitByMatches(String text, @Nullable Object separator, long limit) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (Map<?, ?> at = first(separator, text); at != null && parts.size() < limit; at = next(at)) {
            parts.add(text.substring(from, index(at, "start", from, text)));
            from = index(at, "end", from, text);
        }
        if (parts.size() < limit) parts.add(text.substring(from));
        return parts;
    }

    private static @Nullable Map<?, ?> first(@Nullable Object matcher, String text) {
        return checked(apply(matcher, text));
    }

    private static @Nullable Map<?, ?> next(Map<?, ?> match) {
        return checked(apply(match.get("next")));
    }

    private static @Nullable Map<?, ?> checked(@Nullable Object match) {
        if (match == null) return null;
        if (match instanceof Map<?, ?> map && map.get("start") instanceof Number && map.get("match") instanceof String)
            return map;
        throw new JException("T1010", -1);
    }

    private static int index(Map<?, ?> match, String name, int least, String text) {
        if (match.get(name) instanceof Number at && at.intValue() >= least && at.intValue() <= text.length())
            return at.intValue();
        throw new JException("T1010", -1);
    }

    private static @Nullable Object apply(@Nullable Object function, Object... arguments) {
        return applied(function, List.of(arguments));
    }

    /** What a function of the expression, or of JSONata, gives. */
    static @Nullable Object applied(@Nullable Object function, List<?> arguments) {
        try {
            return Functions.funcApply(function, arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** How many at most; JavaScript compares fractions as they are, so one more than the whole. */
    private static long limit(List<?> arguments, int at, String code) {
        if (arguments.size() <= at || !(arguments.get(at) instanceof Number limit)) return Long.MAX_VALUE;
        if (limit.doubleValue() < 0) throw new JException(code, -1, limit);
        return (long) Math.ceil(limit.doubleValue());
    }

    /** The same for what JavaScript floors. */
    private static long whole(List<?> arguments, int at, long limit) {
        return limit == Long.MAX_VALUE ? limit : (long) ((Number) arguments.get(at)).doubleValue();
    }

    // Replacing.

    @Nullable
    Object replace(List<?> arguments) {
        if (!(arguments.get(0) instanceof String text)) return null;
        Object pattern = arguments.get(1);
        Object by = arguments.get(2);
        if ("".equals(pattern)) throw new JException("D3010", -1, pattern);
        long limit = limit(arguments, 3, "D3011");
        if (limit == 0) return text;
        return pattern instanceof String part
                ? replaceText(text, part, String.valueOf(by), limit)
                : replaceMatches(text, pattern, by, limit);
    }

    private String replaceText(String text, String part, String by, long limit) {
        var replaced = new StringBuilder();
        int from = 0;
        long count = 0;
        for (int at = text.indexOf(part); at >= 0 && count < limit; at = text.indexOf(part, from), count++) {
            append(replaced.append(text, from, at), by);
            from = at + part.length();
        }
        return append(replaced, text.substring(from)).toString();
    }

    private String replaceMatches(String text, @Nullable Object matcher, @Nullable Object by, long limit) {
        var replaced = new StringBuilder();
        int from = 0;
        long count = 0;
        for (Map<?, ?> match = first(matcher, text); match != null && count < limit; match = next(match), count++) {
            int start = index(match, "start", from, text);
            append(replaced.append(text, from, start), replacement(match, by));
            from = Math.min(
                    text.length(), start + String.valueOf(match.get("match")).length());
        }
        return append(replaced, text.substring(from)).toString();
    }

    private StringBuilder append(StringBuilder to, String text) {
        bounds.willMake((long) to.length() + text.length());
        return to.append(text);
    }

    private String replacement(Map<?, ?> match, @Nullable Object by) {
        if (by instanceof String text) return substituted(match, text);
        if (apply(by, match) instanceof String text) return text;
        throw new JException("D3012", -1);
    }

    /** {@code $0} is the match, {@code $1} its first group, {@code $$} a dollar. */
    private String substituted(Map<?, ?> match, String by) {
        if (by.indexOf('$') < 0) return by;
        List<?> groups = match.get("groups") instanceof List<?> list ? list : List.of();
        var out = new StringBuilder();
        int at = 0;
        while (at < by.length()) {
            char c = by.charAt(at++);
            if (c == '$') at = dollar(by, at, match, groups, out);
            else out.append(c);
        }
        return out.toString();
    }

    /** What follows a dollar; gives where to go on. */
    private int dollar(String by, int at, Map<?, ?> match, List<?> groups, StringBuilder out) {
        char c = at < by.length() ? by.charAt(at) : 0;
        if (c == '$' || c == '0') {
            append(out, c == '$' ? "$" : String.valueOf(match.get("match")));
            return at + 1;
        }
        if (c < '1' || c > '9') {
            out.append('$');
            return at;
        }
        int digits = digits(by, at, groups.size());
        int group = Integer.parseInt(by, at, at + digits, 10);
        if (group <= groups.size() && groups.get(group - 1) instanceof String text) append(out, text);
        return at + digits;
    }

    /** How many digits make the number of a group: as many as the number of groups has, if there is such a group. */
    private static int digits(String by, int at, int groups) {
        int most = String.valueOf(Math.max(1, groups)).length();
        int digits = 0;
        while (digits < most && at + digits < by.length() && Character.digit(by.charAt(at + digits), 10) >= 0) digits++;
        boolean none = digits > 1 && Integer.parseInt(by, at, at + digits, 10) > groups;
        return none ? digits - 1 : digits;
    }

    // Making.

    @Nullable
    Object pad(List<?> arguments) {
        if (!(arguments.get(0) instanceof String text)) return null;
        if (!(arguments.get(1) instanceof Number number)) return text;
        long width = (long) Math.floor(number.doubleValue());
        String with = arguments.size() > 2 && arguments.get(2) instanceof String s && !s.isEmpty() ? s : " ";
        long missing = Math.abs(width) - text.codePointCount(0, text.length());
        if (missing <= 0) return text;
        bounds.willMake(text.length() + missing * 2);
        String padding = padding(with.codePoints().toArray(), (int) missing);
        return width > 0 ? text + padding : padding + text;
    }

    private static String padding(int[] with, int length) {
        var padding = new StringBuilder();
        for (int i = 0; i < length; i++) padding.appendCodePoint(with[i % with.length]);
        return padding.toString();
    }

    @Nullable
    Object join(List<?> arguments) {
        if (!(arguments.get(0) instanceof List<?> parts)) return null;
        String separator = arguments.size() > 1 && arguments.get(1) instanceof String s ? s : "";
        var joined = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            if (i > 0) append(joined, separator);
            append(joined, String.valueOf(parts.get(i)));
        }
        return joined.toString();
    }

    @Nullable
    Object string(List<?> arguments) {
        Object value = arguments.get(0);
        if (value == null || value instanceof String) return value;
        if (value instanceof Double d && (d.isNaN() || d.isInfinite())) throw new JException("D3001", -1, value);
        JsonataValues.measure(value, bounds);
        boolean pretty = arguments.size() > 1 && Boolean.TRUE.equals(arguments.get(1));
        return Functions.string(value, pretty);
    }

    /** Without a start, which the library does not expect, it is all of the text, or none of it if a length is given. */
    static @Nullable Object substring(List<?> arguments) {
        if (!(arguments.get(0) instanceof String text)) return null;
        Number length = arguments.size() > 2 && arguments.get(2) instanceof Number number ? number : null;
        if (arguments.size() > 1 && arguments.get(1) instanceof Number start)
            return Functions.substring(text, start, length);
        return length == null ? text : "";
    }

    // Reading.

    private static final Pattern OTHER_BASE = Pattern.compile("0[bB][01]{1,63}|0[oO][0-7]{1,20}");

    static @Nullable Object number(List<?> arguments) {
        Object value = arguments.get(0);
        if (!(value instanceof String text)) return Functions.number(value);
        if (OTHER_BASE.matcher(text).matches())
            return (double) Long.parseLong(text.substring(2), Character.toLowerCase(text.charAt(1)) == 'b' ? 2 : 8);
        if (!text.equals(text.strip())) throw new JException("D3030", -1, text);
        return Functions.number(text);
    }

    /** The library leaves what stands in a query as it is. */
    static @Nullable Object encodeUrl(List<?> arguments) {
        String encoded = Functions.encodeUrl(arguments.get(0) instanceof String text ? text : null);
        return encoded == null ? null : encoded.replace(" ", "%20");
    }
}
