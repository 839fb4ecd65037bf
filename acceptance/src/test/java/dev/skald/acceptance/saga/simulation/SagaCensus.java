package dev.skald.acceptance.saga.simulation;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How often each {@link SagaOccurrence} occurred. Not thread-safe: one per thread, added up at the end. */
final class SagaCensus {
    private final Map<SagaOccurrence, Long> counts = new EnumMap<>(SagaOccurrence.class);

    void count(SagaOccurrence occurrence) {
        counts.merge(occurrence, 1L, Long::sum);
    }

    private long of(SagaOccurrence occurrence) {
        return counts.getOrDefault(occurrence, 0L);
    }

    void add(SagaCensus other) {
        other.counts.forEach((occurrence, times) -> counts.merge(occurrence, times, Long::sum));
    }

    /** What occurred less often than that. */
    List<SagaOccurrence> rarerThan(long times) {
        return Arrays.stream(SagaOccurrence.values())
                .filter(each -> of(each) < times)
                .toList();
    }

    /** One line for each. */
    @Override
    public String toString() {
        var table = new StringBuilder();
        for (SagaOccurrence each : SagaOccurrence.values()) {
            String name = each.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            table.append(String.format("  %,12d  %s%n", of(each), name));
        }
        return table.toString();
    }
}
