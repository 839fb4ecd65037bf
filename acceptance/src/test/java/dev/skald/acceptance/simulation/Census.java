package dev.skald.acceptance.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How often each {@link Occurrence} occurred. Not thread-safe: one per thread, added up at the end. */
final class Census {
    private final Map<Occurrence, Long> counts = new EnumMap<>(Occurrence.class);

    void count(Occurrence occurrence) {
        counts.merge(occurrence, 1L, Long::sum);
    }

    long of(Occurrence occurrence) {
        return counts.getOrDefault(occurrence, 0L);
    }

    void add(Census other) {
        other.counts.forEach((occurrence, times) -> counts.merge(occurrence, times, Long::sum));
    }

    /** What occurred less often than that. */
    List<Occurrence> rarerThan(long times) {
        List<Occurrence> rare = new ArrayList<>();
        for (Occurrence each : Occurrence.values()) if (of(each) < times) rare.add(each);
        return rare;
    }

    /** One line for each. */
    @Override
    public String toString() {
        var table = new StringBuilder();
        for (Occurrence each : Occurrence.values()) {
            String name = each.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            table.append(String.format("  %,12d  %s%n", of(each), name));
        }
        return table.toString();
    }
}
