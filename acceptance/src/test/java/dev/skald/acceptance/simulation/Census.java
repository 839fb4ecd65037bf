package dev.skald.acceptance.simulation;

import java.util.ArrayList;
import java.util.List;

/** How often each {@link Occurrence} occurred. Not thread-safe: one per thread, added up at the end. */
final class Census {
    private final long[] counts = new long[Occurrence.values().length];

    void count(Occurrence occurrence) {
        counts[occurrence.ordinal()]++;
    }

    long of(Occurrence occurrence) {
        return counts[occurrence.ordinal()];
    }

    void add(Census other) {
        for (int i = 0; i < counts.length; i++) counts[i] += other.counts[i];
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
            String name = each.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
            table.append(String.format("  %,12d  %s%n", of(each), name));
        }
        return table.toString();
    }
}
