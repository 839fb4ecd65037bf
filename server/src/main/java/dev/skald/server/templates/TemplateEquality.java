package dev.skald.server.templates;

import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether values of templates are equal, as in Java; what is looked at is counted. */
final class TemplateEquality {
    /** How many characters of two strings are compared for one entry's worth. */
    private static final int CHARS_PER_ENTRY = 64;

    private TemplateEquality() {}

    static boolean same(@Nullable Object one, @Nullable Object other) {
        TemplateBudget.counting().entries(1);
        if (one == other) return true;
        return switch (one) {
            case null -> false;
            case List<?> list -> other instanceof List<?> others && sameEntries(list, others);
            case Map<?, ?> map -> other instanceof Map<?, ?> others && sameEntries(map, others);
            case String text -> other instanceof String others && sameTexts(text, others);
            default -> one.equals(other);
        };
    }

    private static boolean sameTexts(String one, String other) {
        if (one.length() != other.length()) return false;
        TemplateBudget.counting().entries(one.length() / CHARS_PER_ENTRY);
        return one.equals(other);
    }

    private static boolean sameEntries(List<?> one, List<?> other) {
        if (one.size() != other.size()) return false;
        Iterator<?> others = other.iterator();
        for (Object each : one) if (!same(each, others.next())) return false;
        return true;
    }

    private static boolean sameEntries(Map<?, ?> one, Map<?, ?> other) {
        if (one.size() != other.size()) return false;
        for (Map.Entry<?, ?> each : one.entrySet())
            if (!other.containsKey(each.getKey()) || !same(each.getValue(), other.get(each.getKey()))) return false;
        return true;
    }

    /** Where a value is; -1 when it is not there. */
    static int indexIn(Collection<?> list, @Nullable Object value) {
        int index = 0;
        for (Object each : list) {
            if (same(value, each)) return index;
            index++;
        }
        return -1;
    }
}
