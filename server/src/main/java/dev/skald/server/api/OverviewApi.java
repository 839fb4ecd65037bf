package dev.skald.server.api;

import dev.skald.engine.Insight;
import dev.skald.engine.Skald;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.store.MachineCounts;
import dev.skald.engine.store.MachineRow;
import dev.skald.engine.store.RunSample;
import dev.skald.server.insight.RecentRuns;
import dev.skald.server.json.JsonWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What somebody sees first.
 *
 * <pre>
 * GET /overview?hours=N    machines with their starts per interval and how these ended, and what each has open
 * GET /slow                executions that take longer than 99 of 100 successes of their machine, or should have gone on
 * </pre>
 */
final class OverviewApi {
    private static final int HOURS_DEFAULT = 24;
    private static final int HOURS_MAX = 24 * 90;
    private static final int MACHINES_MAX = 1_000;

    /** As many machines as AWS lets an account have. */
    private static final int MACHINES_COUNTED_MAX = 10_000;

    /** Machines with most that is open, whose open executions are looked at. */
    private static final int SLOW_MACHINES_MAX = 50;

    private static final int SLOW_PER_MACHINE_MAX = 20;
    private static final int OVERDUE_MAX = 50;
    private static final double SLOW_BEYOND = 0.99;

    /** What is due later than that is late for a reason. */
    private static final Duration OVERDUE_AFTER = Duration.ofMinutes(1);

    private final Skald skald;

    OverviewApi(Skald skald) {
        this.skald = skald;
    }

    /** Answers, unless there is nothing at that path. */
    boolean route(String[] path, QueryParameters query, JsonWriter out) {
        if (path.length != 1) return false;
        switch (path[0]) {
            case "overview" -> overview(Math.clamp(query.number("hours", HOURS_DEFAULT), 1, HOURS_MAX), out);
            case "slow" -> slow(out);
            default -> {
                return false;
            }
        }
        return true;
    }

    // Machines.

    private void overview(int hours, JsonWriter out) {
        Insight insight = skald.insight();
        Span span = Span.of(insight, null, Duration.ofHours(hours));
        Map<String, RecentRuns> runs = span.byMachine();
        Map<String, MachineCounts> counts = MachineCounts.byMachine(insight.countByMachine(MACHINES_COUNTED_MAX));
        List<MachineRow> rows = skald.listStateMachines(null, MACHINES_MAX + 1);
        span.write(out);
        out.flag("healthy", skald.statistics().healthy())
                .flag("machinesLeftOut", rows.size() > MACHINES_MAX)
                .list(
                        "machines",
                        items -> rows.stream()
                                .limit(MACHINES_MAX)
                                .forEach(row -> items.object(item -> write(row, counts, runs, span, item))));
    }

    private static void write(
            MachineRow row,
            Map<String, MachineCounts> counts,
            Map<String, RecentRuns> runs,
            Span span,
            JsonWriter item) {
        String arn = row.arn();
        item.text("stateMachineArn", arn)
                .text("name", row.name())
                .text("type", row.type().name());
        StatusApi.write(counts.getOrDefault(arn, MachineCounts.none(arn)), item);
        Span.write(runs.getOrDefault(arn, span.of(List.of())), item);
    }

    // What takes long.

    private void slow(JsonWriter out) {
        Insight insight = skald.insight();
        Instant now = insight.now();
        List<Slow> slow = new ArrayList<>();
        insight.countByMachine(MACHINES_COUNTED_MAX).stream()
                .filter(each -> each.running() + each.sleeping() > 0)
                .sorted(Comparator.comparingLong((MachineCounts each) -> each.running() + each.sleeping())
                        .reversed())
                .limit(SLOW_MACHINES_MAX)
                .forEach(each -> slow.addAll(slowOf(insight, each.stateMachineArn(), now)));
        slow.sort(Comparator.comparing(each -> each.row.startedAt()));
        out.iso("now", now).list("slow", items -> slow.forEach(each -> items.object(each::write)));
        List<ExecutionRow> overdue = insight.dueBefore(now.minus(OVERDUE_AFTER), OVERDUE_MAX);
        out.list(
                "overdue",
                items -> overdue.forEach(
                        row -> items.object(item -> write(row, item).iso("dueAt", row.wakeAt()))));
    }

    private record Slow(ExecutionRow row, Duration usual) {
        void write(JsonWriter item) {
            OverviewApi.write(row, item).number("usualMillis", usual.toMillis());
        }
    }

    private static List<Slow> slowOf(Insight insight, String machine, Instant now) {
        List<ExecutionRow> oldest = insight.oldestOpen(machine, SLOW_PER_MACHINE_MAX);
        List<RunSample> samples = insight.recentRuns(machine, Span.SAMPLES_OF_MACHINE_MAX);
        Optional<Duration> usual = new RecentRuns(now, Duration.ofHours(1), 1, samples).percentile(SLOW_BEYOND);
        if (usual.isEmpty()) return List.of();
        return oldest.stream()
                .filter(row -> row.startedAt().plus(usual.get()).isBefore(now))
                .map(row -> new Slow(row, usual.get()))
                .toList();
    }

    private static JsonWriter write(ExecutionRow row, JsonWriter item) {
        return item.text("executionArn", row.arn())
                .text("stateMachineArn", row.stateMachineArn())
                .text("name", row.name())
                .text("sagaStatus", row.sagaStatus().name())
                .iso("startedAt", row.startedAt())
                .flag("sleeping", row.atRest());
    }
}
