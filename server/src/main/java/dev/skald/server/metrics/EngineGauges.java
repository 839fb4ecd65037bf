package dev.skald.server.metrics;

import dev.skald.engine.EngineStatistics;
import dev.skald.engine.Skald;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The engine's figures as gauges: queues, lateness, commits. Asked for once per page of figures. */
final class EngineGauges {
    private static final EngineStatistics NOTHING = new EngineStatistics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, false);
    private static final double MILLIS_PER_SECOND = 1_000;

    private final MeterRegistry registry;
    private volatile @Nullable Skald skald;
    private volatile EngineStatistics latest = NOTHING;

    EngineGauges(MeterRegistry registry) {
        this.registry = registry;
        gauge("skald.executions.live", "Executions in memory", EngineStatistics::liveExecutions);
        gauge("skald.executions.open", "Open executions, those at rest included", EngineStatistics::openExecutions);
        gauge("skald.commands.waiting", "Commands that wait for their turn", EngineStatistics::commandsWaiting);
        gauge("skald.tasks.running", "Task calls under way", EngineStatistics::tasksRunning);
        gauge("skald.tasks.waiting", "Tasks that wait for a concurrency limit", EngineStatistics::tasksWaiting);
        gauge(
                "skald.activity.tasks.waiting",
                "Activity tasks that no worker has taken",
                EngineStatistics::activityTasksWaiting);
        gauge("skald.appends.waiting", "Appends that wait for a commit", EngineStatistics::appendsWaiting);
        gauge(
                "skald.timer.lateness.max.seconds",
                "How late the latest of the recent timers fired",
                figures -> figures.timerLatenessMillisMax() / MILLIS_PER_SECOND);
        gauge("skald.store.healthy", "1 when the store works", figures -> figures.healthy() ? 1 : 0);
        FunctionTimer.builder(
                        "skald.commit.time",
                        this,
                        self -> self.latest.commits(),
                        self -> self.latest.commitNanos(),
                        TimeUnit.NANOSECONDS)
                .description("Commits of the store, and the time spent in them")
                .register(registry);
    }

    private void gauge(String name, String description, ToDoubleFunction<EngineStatistics> figure) {
        Gauge.builder(name, this, self -> figure.applyAsDouble(self.latest))
                .description(description)
                .register(registry);
    }

    void watch(Skald skald) {
        this.skald = skald;
    }

    void refresh() {
        Skald known = skald;
        if (known != null) latest = known.statistics();
    }
}
