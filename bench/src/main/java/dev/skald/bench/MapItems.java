package dev.skald.bench;

import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.core.Status;
import dev.skald.engine.RunResult;
import dev.skald.engine.Settings;
import dev.skald.engine.Skald;
import java.time.Duration;

/**
 * W5: Map INLINE with one Pass state over 1,000 and over 10,000 items, durable. The history limit is raised: 10,000 items make
 * some 40,000 events, and AWS allows 25,000. Ten times the items may take little more than ten times as long.
 */
final class MapItems implements Workload {
    private static final int HISTORY_EVENTS_MAX = 1_000_000;
    private static final Duration END_MAX = Duration.ofMinutes(2);

    @Override
    public String name() {
        return "w5";
    }

    @Override
    public String title() {
        return "Map INLINE with one Pass state, durable, in process";
    }

    @Override
    public void measure(Scale scale, Report report) throws Exception {
        Baseline.reportWithCommits(scale, report);
        try (StoreFolder folder = StoreFolder.in(scale.folder());
                Skald skald = Skald.at(folder.store()).settings(settings()).open()) {
            String machine = skald.deploy("map", Machines.map(), MachineType.STANDARD);
            // The first runs, of all sizes, warm up.
            for (int items : scale.mapItems()) run(skald, machine, items, scale.mapRuns());
            for (int items : scale.mapItems()) report(items, run(skald, machine, items, scale.mapRuns()), report);
        }
    }

    private static Settings settings() {
        Settings defaults = Settings.DEFAULTS;
        return new Settings(
                defaults.accountId(),
                defaults.region(),
                defaults.limits().withHistoryEventsMax(HISTORY_EVENTS_MAX),
                defaults.functionConcurrency(),
                defaults.openExecutionsMax(),
                defaults.restAfter(),
                defaults.retention(),
                defaults.keepExpressHistory());
    }

    private static Latencies run(Skald skald, String machine, int items, int runs) {
        Payload input = Machines.items(items);
        Latencies latencies = new Latencies();
        for (int run = 0; run < runs; run++) latencies.add(run(skald, machine, input));
        return latencies;
    }

    private static void report(int items, Latencies latencies, Report report) {
        report.count("w5 of " + items, latencies.count());
        report.line(
                "%,d items: p50 %.0f ms, max %.0f ms; %.1f us per item",
                items, latencies.millis(0.5), latencies.millis(1), latencies.millis(0.5) * 1e3 / items);
    }

    private static long run(Skald skald, String machine, Payload input) {
        long started = System.nanoTime();
        String execution = skald.start(machine, null, input);
        RunResult result = skald.await(execution, END_MAX);
        long time = System.nanoTime() - started;
        if (result.status() != Status.SUCCEEDED || !input.equals(result.output()))
            throw new IllegalStateException("a Map ended otherwise: " + result.status() + " " + result.error());
        return time;
    }
}
