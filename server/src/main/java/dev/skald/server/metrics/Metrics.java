package dev.skald.server.metrics;

import dev.skald.core.Event;
import dev.skald.core.Identity;
import dev.skald.engine.EngineListener;
import dev.skald.engine.Skald;
import dev.skald.server.logs.ExecutionLogs;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/**
 * Counts and times what executions do, per machine, and shows it with the engine's own figures as Prometheus text.
 *
 * <p>The counters mean what CloudWatch's metrics of the same names mean: {@code ExecutionsStarted}, {@code
 * ExecutionsSucceeded}, {@code ExecutionsFailed}, {@code ExecutionsTimedOut}, {@code ExecutionsAborted}, {@code
 * ExecutionThrottled} (starts that were refused because of a limit) and {@code ExecutionTime}.
 *
 * <p>Counters begin at 0 with the process. What began before it, or while {@link Clocks#REMEMBERED_MAX} others were under
 * way, is counted at its end but not timed.
 */
public final class Metrics implements EngineListener {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final MachineMeters machines = new MachineMeters(registry);
    private final TaskMeters tasks = new TaskMeters(registry);
    private final Clocks clocks = new Clocks();
    private final EngineGauges engine = new EngineGauges(registry);
    private final Map<Outcome, Counter> requests = new ConcurrentHashMap<>();

    private record Outcome(String action, String code) {}

    /** Shows this engine's figures from now on. */
    public void watch(Skald skald) {
        engine.watch(skald);
    }

    /** Shows how many lines of execution logs were written and dropped. */
    public void watch(ExecutionLogs logs) {
        lines(logs, "written", ExecutionLogs::written);
        lines(logs, "dropped", ExecutionLogs::dropped);
    }

    private void lines(ExecutionLogs logs, String result, ToDoubleFunction<ExecutionLogs> count) {
        FunctionCounter.builder("skald.execution.log.lines", logs, count)
                .description("Lines of execution logs; those dropped came too fast, or could not be written")
                .tag("result", result)
                .register(registry);
    }

    @Override
    public void committed(Identity identity, List<Event> events) {
        String machine = identity.stateMachineName();
        Clocks.Clock clock = clocks.of(identity.arn());
        for (Event event : events) heard(machine, event, clock);
        clocks.keep(identity.arn(), clock);
    }

    private void heard(String machine, Event event, Clocks.Clock clock) {
        switch (event.detail()) {
            case Event.ExecutionStarted _ -> {
                clock.executionStarted(event.at());
                machines.of(machine).started().increment();
            }
            case Event.ExecutionRedriven _ -> {
                clock.executionStarted(event.at());
                machines.of(machine).redriven().increment();
            }
            case Event.ExecutionSucceeded e ->
                ended(machine, machines.of(machine).succeeded(), event, e, clock);
            case Event.ExecutionFailed e -> ended(machine, machines.of(machine).failed(), event, e, clock);
            case Event.ExecutionTimedOut e ->
                ended(machine, machines.of(machine).timedOut(), event, e, clock);
            case Event.ExecutionAborted e -> ended(machine, machines.of(machine).aborted(), event, e, clock);
            case Event.TaskScheduled e -> {
                clock.taskScheduled(event.scope(), event.at());
                tasks.of(machine, e.resource()).scheduled().increment();
            }
            case Event.TaskSucceeded e -> {
                TaskMeters.OfOne meters = tasks.of(machine, e.resource());
                taskEnded(meters, meters.succeeded(), event, clock);
            }
            case Event.TaskFailed e -> {
                TaskMeters.OfOne meters = tasks.of(machine, e.resource());
                taskEnded(meters, meters.failed(), event, clock);
            }
            case Event.TaskTimedOut e -> {
                TaskMeters.OfOne meters = tasks.of(machine, e.resource());
                taskEnded(meters, meters.timedOut(), event, clock);
            }
            case Event.StateAborted _ -> clock.taskGone(event.scope());
            case Event.RetryScheduled _ -> machines.of(machine).retries().increment();
            case Event.StateEntered _,
                    Event.StateExited _,
                    Event.EvaluationFailed _,
                    Event.TaskStarted _,
                    Event.TaskSubmitted _,
                    Event.ParallelStarted _,
                    Event.ParallelSucceeded _,
                    Event.ParallelFailed _,
                    Event.MapStarted _,
                    Event.DistributedMapStarted _,
                    Event.MapRunStarted _,
                    Event.MapRunSucceeded _,
                    Event.MapRunFailed _,
                    Event.MapRunAborted _,
                    Event.MapRunRedriven _,
                    Event.MapIterationStarted _,
                    Event.MapIterationSucceeded _,
                    Event.MapIterationFailed _,
                    Event.MapIterationAborted _,
                    Event.MapSucceeded _,
                    Event.MapFailed _,
                    Event.StateRedriven _,
                    Event.TaskAnswered _,
                    Event.OfSaga _,
                    Event.HeartbeatRecorded _ -> {}
        }
    }

    private void ended(String machine, Counter counter, Event event, Event.End end, Clocks.Clock clock) {
        counter.increment();
        Objects.requireNonNull(machines.of(machine).classes().get(end.runClass()))
                .increment();
        clock.executionEnded(event.at()).ifPresent(machines.of(machine).time()::record);
    }

    private static void taskEnded(TaskMeters.OfOne meters, Counter counter, Event event, Clocks.Clock clock) {
        counter.increment();
        clock.taskEnded(event.scope(), event.at()).ifPresent(meters.time()::record);
    }

    /** A start of a machine was refused because of a limit. */
    public void throttled(String stateMachineArn) {
        String machine = stateMachineArn.substring(stateMachineArn.lastIndexOf(':') + 1);
        machines.of(machine).throttled().increment();
    }

    /**
     * A request was answered.
     *
     * @param action one of the actions there are, or {@code unknown}: never a text of the client's
     * @param code AWS's error code; empty when there was no error
     */
    public void answered(String action, String code) {
        requests.computeIfAbsent(new Outcome(action, code), this::counter).increment();
    }

    private Counter counter(Outcome outcome) {
        return registry.counter("skald.requests", "action", outcome.action(), "code", outcome.code());
    }

    /** All figures in the text format of Prometheus. */
    public String text() {
        engine.refresh();
        return registry.scrape();
    }
}
