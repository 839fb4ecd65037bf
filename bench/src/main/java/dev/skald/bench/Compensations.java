package dev.skald.bench;

import dev.skald.asl.MachineType;
import dev.skald.core.Status;
import dev.skald.engine.RunResult;
import dev.skald.engine.Skald;
import dev.skald.engine.SkaldBuilder;
import dev.skald.engine.task.TaskFailure;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * W7: five steps of which the last fails and four are undone, nine calls of Java handlers, durable and in process: as a saga,
 * with a chain of catchers by hand, and as the saga is exported. Each in turn, twice, in the same minutes.
 */
final class Compensations implements Workload {
    private static final int ROUNDS = 2;
    private static final int UNDONE = Machines.STEPS - 1;
    private static final Duration END_MAX = Duration.ofSeconds(30);

    @Override
    public String name() {
        return "w7";
    }

    @Override
    public String title() {
        return "5 steps, the last fails, 4 are undone: Java handlers, durable, in process";
    }

    @Override
    public void measure(Scale scale, Report report) throws Exception {
        Map<String, String> machines = new LinkedHashMap<>();
        machines.put("saga", SagaMachines.saga());
        machines.put("by hand", SagaMachines.byHand());
        machines.put("exported", SagaMachines.exported());
        for (int clients : scale.concurrencies()) measure(scale, clients, machines, report);
    }

    private static void measure(Scale scale, int clients, Map<String, String> machines, Report report)
            throws Exception {
        Baseline.reportWithCommits(scale, report);
        Map<String, Double> perSecond = new LinkedHashMap<>();
        for (int round = 0; round < ROUNDS; round++)
            for (var machine : machines.entrySet()) {
                Tally tally = run(scale, clients, machine.getKey(), machine.getValue(), report);
                perSecond.merge(machine.getKey(), tally.perSecond() / ROUNDS, Double::sum);
            }
        report.line(
                "at %d: the saga %.2f, exported %.2f of what is done by hand",
                clients, ratio(perSecond, "saga"), ratio(perSecond, "exported"));
    }

    private static double ratio(Map<String, Double> perSecond, String machine) {
        return perSecond.getOrDefault(machine, 0.0) / perSecond.getOrDefault("by hand", Double.NaN);
    }

    private static Tally run(Scale scale, int clients, String name, String definition, Report report) throws Exception {
        var undone = new AtomicLong();
        try (StoreFolder folder = StoreFolder.in(scale.folder());
                Skald skald = withHandlers(Skald.at(folder.store()), undone).open()) {
            String machine = skald.deploy("compensated", definition, MachineType.STANDARD);
            Window window = Window.after(scale.warmUp(), scale.measured());
            Tally tally = ClosedLoop.until(window, clients, () -> startAndAwait(skald, machine))
                    .checked();
            Counted.check(skald, machine, Status.FAILED, tally.completedInAll());
            long expected = tally.completedInAll() * UNDONE;
            if (undone.get() != expected)
                throw new IllegalStateException(undone + " steps were undone instead of " + expected);
            report.load("w7 " + name + " at " + clients, "workflows", tally);
            if (clients == 1) reportCommits(skald.statistics().commits(), tally.completedInAll(), report);
            return tally;
        }
    }

    private static void reportCommits(long commits, long workflows, Report report) {
        report.line("%.1f commits each", commits / (double) workflows);
    }

    private static SkaldBuilder withHandlers(SkaldBuilder builder, AtomicLong undone) {
        for (int step = 1; step < Machines.STEPS; step++) {
            builder.register(Machines.function(step), (input, _) -> input);
            builder.register(SagaMachines.undo(step), (input, _) -> {
                undone.incrementAndGet();
                return input;
            });
        }
        return builder.register(Machines.function(Machines.STEPS), (_, _) -> {
            throw new TaskFailure("Declined", "as planned");
        });
    }

    private static void startAndAwait(Skald skald, String machine) {
        String execution = skald.start(machine, null, Machines.ORDER);
        RunResult result = skald.await(execution, END_MAX);
        if (!"Declined".equals(result.error())) throw new IllegalStateException(result.toString());
    }
}
