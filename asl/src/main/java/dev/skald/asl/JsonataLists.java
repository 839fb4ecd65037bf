package dev.skald.asl;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Utils;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** JSONata's functions of lists that the library has differently: its sort refuses comparators that give no order. */
final class JsonataLists {
    private final JsonataBounds bounds;

    JsonataLists(JsonataBounds bounds) {
        this.bounds = bounds;
    }

    /** Whether the right one of two comes first. */
    private interface Swap {
        boolean test(@Nullable Object left, @Nullable Object right);
    }

    @Nullable
    Object sort(List<?> arguments) {
        if (!(arguments.get(0) instanceof List<?> list) || list.size() <= 1) return arguments.get(0);
        Object function = arguments.size() > 1 ? arguments.get(1) : null;
        return merged(new ArrayList<>(list), function == null ? natural(list) : by(function));
    }

    /** The library takes every list for one that is its element when it has one. */
    static @Nullable Object distinct(List<?> arguments) {
        Object distinct = Functions.distinct(arguments.get(0));
        boolean list = arguments.get(0) instanceof List<?> given && !Utils.isSequence(given);
        return list && distinct instanceof List<?> elements ? new ArrayList<>(elements) : distinct;
    }

    private static Swap by(Object function) {
        return (left, right) -> {
            List<@Nullable Object> both = new ArrayList<>();
            both.add(left);
            both.add(right);
            return Boolean.TRUE.equals(Functions.toBoolean(JsonataTexts.applied(function, both)));
        };
    }

    private static Swap natural(List<?> list) {
        if (list.stream().allMatch(Number.class::isInstance)) return (left, right) -> number(left) > number(right);
        if (list.stream().allMatch(String.class::isInstance))
            return (left, right) -> String.valueOf(left).compareTo(String.valueOf(right)) > 0;
        throw new JException("D3070", -1);
    }

    private static double number(@Nullable Object value) {
        return value instanceof Number number ? number.doubleValue() : Double.NaN;
    }

    /** Merge sort, stable, which ends whatever the comparator says. */
    private List<@Nullable Object> merged(List<@Nullable Object> list, Swap swap) {
        if (list.size() <= 1) return list;
        int middle = list.size() / 2;
        List<@Nullable Object> left = merged(new ArrayList<>(list.subList(0, middle)), swap);
        List<@Nullable Object> right = merged(new ArrayList<>(list.subList(middle, list.size())), swap);
        List<@Nullable Object> all = new ArrayList<>(list.size());
        int l = 0;
        int r = 0;
        while (l < left.size() && r < right.size()) {
            bounds.read();
            all.add(swap.test(left.get(l), right.get(r)) ? right.get(r++) : left.get(l++));
        }
        all.addAll(left.subList(l, left.size()));
        all.addAll(right.subList(r, right.size()));
        return all;
    }
}
