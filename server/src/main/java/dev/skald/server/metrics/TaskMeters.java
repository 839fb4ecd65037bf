package dev.skald.server.metrics;

import dev.skald.asl.TaskResource;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The meters of tasks, by machine and resource. A task's time counts from its scheduling, as CloudWatch's RunTime. */
final class TaskMeters {
    /** So many pairs of machine and resource have meters of their own; those after them share one set. */
    static final int PAIRS_MAX = 500;

    private final MeterRegistry registry;
    private final Map<Pair, OfOne> pairs = new ConcurrentHashMap<>();

    TaskMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    record OfOne(Counter scheduled, Counter succeeded, Counter failed, Counter timedOut, Timer time) {}

    private record Pair(String machine, String resource) {
        static final Pair OTHER = new Pair(MachineMeters.OTHER, MachineMeters.OTHER);
    }

    OfOne of(String machine, TaskResource resource) {
        Pair pair = new Pair(machine, resource.arn());
        OfOne known = pairs.get(pair);
        if (known != null) return known;
        return pairs.computeIfAbsent(pairs.size() < PAIRS_MAX ? pair : Pair.OTHER, this::make);
    }

    private OfOne make(Pair pair) {
        return new OfOne(
                counter("skald.tasks.scheduled", pair),
                counter("skald.tasks.succeeded", pair),
                counter("skald.tasks.failed", pair),
                counter("skald.tasks.timed.out", pair),
                Timer.builder("skald.task.time")
                        .tag("machine", pair.machine())
                        .tag("resource", pair.resource())
                        .serviceLevelObjectives(Buckets.of())
                        .register(registry));
    }

    private Counter counter(String name, Pair pair) {
        return registry.counter(name, "machine", pair.machine(), "resource", pair.resource());
    }
}
