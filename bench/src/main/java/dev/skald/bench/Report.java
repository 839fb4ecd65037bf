package dev.skald.bench;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Where figures go: to people as lines, to the smoke test as counts. */
final class Report {
    private final PrintStream out;
    private final Map<String, Long> counts = new LinkedHashMap<>();

    Report(PrintStream out) {
        this.out = out;
    }

    void heading(String text) {
        out.println();
        out.println(text);
    }

    /** A line of figures, spelled as {@link String#format}. */
    void line(String format, Object... figures) {
        out.println("    " + String.format(Locale.ROOT, format, figures));
        out.flush();
    }

    /** The figures of a load. */
    void load(String label, String unit, Tally tally) {
        counts.merge(label, tally.completedInAll(), Long::sum);
        Latencies latencies = tally.latencies();
        line(
                "%-12s %,8.0f %s/s   p50 %.2f ms  p99 %.2f ms  max %.1f ms   (%,d in %.1f s)   %s",
                label,
                tally.perSecond(),
                unit,
                latencies.millis(0.5),
                latencies.millis(0.99),
                latencies.millis(1),
                latencies.count(),
                tally.measuredSeconds(),
                tally.cpu());
    }

    void count(String label, long count) {
        counts.merge(label, count, Long::sum);
    }

    /** What was counted, and checked, by label. */
    Map<String, Long> counts() {
        return Map.copyOf(counts);
    }
}
