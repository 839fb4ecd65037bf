package dev.skald.server.metrics;

import dev.skald.asl.RunClass;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The meters of each machine's executions. */
final class MachineMeters {
    /** So many machines have meters of their own; those after them share one set. */
    static final int MACHINES_MAX = 200;

    static final String OTHER = "(other)";

    private final MeterRegistry registry;
    private final Map<String, OfOne> machines = new ConcurrentHashMap<>();

    MachineMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    record OfOne(
            Counter started,
            Counter redriven,
            Counter succeeded,
            Counter failed,
            Counter timedOut,
            Counter aborted,
            Counter throttled,
            Counter retries,
            Map<RunClass, Counter> classes,
            Timer time) {}

    OfOne of(String machine) {
        OfOne known = machines.get(machine);
        if (known != null) return known;
        return machines.computeIfAbsent(machines.size() < MACHINES_MAX ? machine : OTHER, this::make);
    }

    private OfOne make(String machine) {
        return new OfOne(
                counter("skald.executions.started", machine),
                counter("skald.executions.redriven", machine),
                counter("skald.executions.succeeded", machine),
                counter("skald.executions.failed", machine),
                counter("skald.executions.timed.out", machine),
                counter("skald.executions.aborted", machine),
                counter("skald.executions.throttled", machine),
                counter("skald.retries", machine),
                classes(machine),
                Timer.builder("skald.execution.time")
                        .tag("machine", machine)
                        .serviceLevelObjectives(Buckets.of())
                        .register(registry));
    }

    private Map<RunClass, Counter> classes(String machine) {
        Map<RunClass, Counter> classes = new EnumMap<>(RunClass.class);
        for (RunClass each : RunClass.values())
            classes.put(each, registry.counter("skald.executions.ended", "machine", machine, "class", each.name()));
        return classes;
    }

    private Counter counter(String name, String machine) {
        return registry.counter(name, "machine", machine);
    }
}
