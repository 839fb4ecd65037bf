package dev.skald.asl;

import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * About how many values lists and objects hold when each shared part counts as often as it is there: a list of a list,
 * twice, and that again, grows without making anything of size, and takes for ever when it is walked through.
 */
final class JsonataWeights {
    /** How many values one weighing looks at; what is beyond counts by its number only. */
    private static final int LOOKS_MAX = 256;

    /** How many weights are remembered. */
    private static final int KNOWN_MAX = 1024;

    private final IdentityHashMap<Object, Long> known = new IdentityHashMap<>();
    private int looks;

    /** The weight of what was just made. */
    long of(@Nullable Object value) {
        looks = 0;
        if (known.size() > KNOWN_MAX) known.clear();
        return weight(value);
    }

    private long weight(@Nullable Object value) {
        looks++;
        return switch (value) {
            // A map that is read when it is looked into is what an expression begins with, and not made by it.
            case LazyObject _ -> 1;
            case List<?> list -> weight(list, list);
            case Map<?, ?> map -> weight(map, map.values());
            case null, default -> 1;
        };
    }

    private long weight(Object whole, Collection<?> parts) {
        Long before = known.get(whole);
        if (before != null) return before;
        long weight = 1L + parts.size();
        if (looks < LOOKS_MAX)
            for (Object part : parts) {
                weight += weight(part) - 1;
                if (looks >= LOOKS_MAX) break;
            }
        weight = Math.min(weight, Integer.MAX_VALUE);
        known.put(whole, weight);
        return weight;
    }
}
