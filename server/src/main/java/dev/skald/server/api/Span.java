package dev.skald.server.api;

import dev.skald.engine.Insight;
import dev.skald.engine.store.RunSample;
import dev.skald.server.insight.RecentRuns;
import dev.skald.server.json.JsonWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A span of time up to now, in equal intervals, and the executions that began in it. So many are looked at and no more: where
 * more began, the span is as much shorter.
 */
record Span(Instant from, Instant now, Duration interval, boolean whole, List<RunSample> samples) {
    /** Executions that are looked at. */
    static final int SAMPLES_MAX = 20_000;

    static final int SAMPLES_OF_MACHINE_MAX = 1_000;

    private static final int INTERVALS = 48;

    /** The span of all machines, or of one. */
    static Span of(Insight insight, @Nullable String stateMachineArn, Duration length) {
        Instant now = insight.now();
        List<RunSample> samples = insight.recentRuns(stateMachineArn, SAMPLES_MAX);
        Instant from = now.minus(length);
        boolean whole =
                samples.size() < SAMPLES_MAX || samples.getLast().startedAt().isBefore(from);
        if (!whole) from = samples.getLast().startedAt();
        long millis = Math.max(1, Duration.between(from, now).toMillis() / INTERVALS);
        return new Span(from, now, Duration.ofMillis(millis), whole, samples);
    }

    RecentRuns of(List<RunSample> runs) {
        return new RecentRuns(from, interval, INTERVALS, runs);
    }

    Map<String, RecentRuns> byMachine() {
        return RecentRuns.byMachine(from, interval, INTERVALS, samples);
    }

    void write(JsonWriter out) {
        out.iso("from", from)
                .iso("now", now)
                .number("intervalMillis", interval.toMillis())
                .flag("whole", whole);
    }

    static void write(RecentRuns runs, JsonWriter out) {
        out.list("intervals", items -> runs.intervals().forEach(each -> items.object(item -> write(each, item))))
                .object("total", total -> write(runs.total(), total))
                .number(
                        "medianMillis",
                        runs.percentile(0.5).map(Duration::toMillis).orElse(null))
                .number(
                        "p99Millis",
                        runs.percentile(0.99).map(Duration::toMillis).orElse(null));
    }

    private static void write(RecentRuns.Interval interval, JsonWriter item) {
        item.number("starts", interval.starts())
                .number("success", interval.success())
                .number("knownFailure", interval.knownFailure())
                .number("unknownFailure", interval.unknownFailure());
    }
}
