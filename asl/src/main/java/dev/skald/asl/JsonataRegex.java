package dev.skald.asl;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata.JFunction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression in one evaluation: a function of a text that gives its first match, which has a function that gives
 * the next. Every character that it looks at is counted.
 */
final class JsonataRegex extends JFunction {
    private final Pattern pattern;
    private final JsonataBounds bounds;

    JsonataRegex(Pattern pattern, JsonataBounds bounds) {
        super((_, _) -> null, "<s-:o>");
        this.pattern = pattern;
        this.bounds = bounds;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public @Nullable Object call(@Nullable Object input, List arguments) {
        return arguments.get(0) instanceof String text ? find(text, 0) : null;
    }

    /** The first match from an index on; null when there is none. */
    @Nullable
    Map<String, @Nullable Object> find(String text, int from) {
        Matcher matcher = pattern.matcher(new Counted(text, 0, text.length(), bounds));
        return matcher.find(from) ? match(text, matcher) : null;
    }

    private Map<String, @Nullable Object> match(String text, Matcher matcher) {
        Map<String, @Nullable Object> match = new LinkedHashMap<>();
        match.put("match", text.substring(matcher.start(), matcher.end()));
        match.put("start", matcher.start());
        match.put("end", matcher.end());
        List<@Nullable String> groups = new ArrayList<>();
        for (int i = 1; i <= matcher.groupCount(); i++)
            groups.add(matcher.start(i) < 0 ? null : text.substring(matcher.start(i), matcher.end(i)));
        match.put("groups", groups);
        int end = matcher.end();
        match.put("next", new JFunction((_, _) -> next(text, end), null));
        return match;
    }

    private @Nullable Map<String, @Nullable Object> next(String text, int from) {
        if (from >= text.length()) return null;
        Map<String, @Nullable Object> next = find(text, from);
        if (next != null && "".equals(next.get("match"))) throw new JException("D1004", -1, pattern.pattern());
        return next;
    }

    /** A text that counts what is read of it. */
    private record Counted(String text, int from, int to, JsonataBounds bounds) implements CharSequence {
        @Override
        public int length() {
            return to - from;
        }

        @Override
        public char charAt(int index) {
            bounds.read();
            return text.charAt(from + index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text, from + start, from + end, bounds);
        }

        @Override
        public String toString() {
            return text.substring(from, to);
        }
    }
}
