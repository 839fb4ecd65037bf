package dev.skald.bench;

import dev.skald.asl.MachineType;
import dev.skald.core.Status;
import dev.skald.engine.EngineStatistics;
import dev.skald.engine.RunResult;
import dev.skald.engine.Skald;
import dev.skald.engine.SkaldBuilder;
import java.time.Duration;

/**
 * W2: five Task states in a row, done by Java handlers that do nothing, in process and durable: six commits each.
 *
 * <p>A client starts an execution with {@link Skald#start} and waits for its end with {@link Skald#await}, as a program that
 * embeds the engine would.
 */
final class JavaTasks implements Workload {
    /** A start and the results of five tasks. */
    private static final int APPENDS = 1 + Machines.STEPS;

    private static final Duration END_MAX = Duration.ofSeconds(30);

    @Override
    public String name() {
        return "w2";
    }

    @Override
    public String title() {
        return "5 sequential Tasks, Java handlers, durable, in process";
    }

    @Override
    public void measure(Scale scale, Report report) throws Exception {
        for (int clients : scale.concurrencies()) {
            double commitMillis = Baseline.reportWithCommits(scale, report);
            Tally tally = run(scale, clients, report);
            if (clients == 1)
                report.line("alone: %.1f such commits", tally.latencies().millis(0.5) / commitMillis);
        }
    }

    private static Tally run(Scale scale, int clients, Report report) throws Exception {
        try (StoreFolder folder = StoreFolder.in(scale.folder());
                Skald skald = withHandlers(Skald.at(folder.store())).open()) {
            Tally tally = load(skald, scale, clients);
            report.load("w2 at " + clients, "workflows", tally);
            reportCommits(skald.statistics(), tally.completedInAll(), report);
            return tally;
        }
    }

    private static void reportCommits(EngineStatistics statistics, long workflows, Report report) {
        double commits = statistics.commits();
        double appends = workflows * (double) APPENDS / commits;
        report.line("its commits: %.3f ms and %.1f appends each", statistics.commitNanos() / 1e6 / commits, appends);
    }

    private static SkaldBuilder withHandlers(SkaldBuilder builder) {
        for (int step = 1; step <= Machines.STEPS; step++)
            builder.register(Machines.function(step), (input, _) -> input);
        return builder;
    }

    /** Clients that start executions of five Tasks and await their ends. */
    static Tally load(Skald skald, Scale scale, int clients) throws Exception {
        String machine = skald.deploy("five-tasks", Machines.tasks(), MachineType.STANDARD);
        Window window = Window.after(scale.warmUp(), scale.measured());
        Tally tally = ClosedLoop.until(window, clients, () -> startAndAwait(skald, machine))
                .checked();
        Counted.check(skald, machine, Status.SUCCEEDED, tally.completedInAll());
        return tally;
    }

    private static void startAndAwait(Skald skald, String machine) {
        String execution = skald.start(machine, null, Machines.ORDER);
        RunResult result = skald.await(execution, END_MAX);
        if (result.status() != Status.SUCCEEDED) throw new IllegalStateException(result.toString());
    }
}
