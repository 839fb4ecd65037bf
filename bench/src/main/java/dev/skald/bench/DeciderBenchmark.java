package dev.skald.bench;

import dev.skald.core.Event;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Deciding and applying, with no engine around it: part of the 20 µs that an append may cost. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class DeciderBenchmark {
    private static final int MAP_ITEMS = 40;

    private final Turns passes = Turns.ofPasses();
    private final Turns tasks = Turns.ofTasks();
    private final Turns map = Turns.ofMap(MAP_ITEMS);

    /** An execution of five Pass states, from its start to its end: one turn. */
    @Benchmark
    public List<Event> fivePasses() {
        return passes.started();
    }

    /** The first turn of an execution of five Tasks: up to its first task. */
    @Benchmark
    public List<Event> startToFirstTask() {
        return tasks.started();
    }

    /** That and the turn that a task's result makes: up to the second task. */
    @Benchmark
    public List<Event> startToSecondTask() {
        return tasks.taskCompleted();
    }

    /** An execution of five Tasks: six turns. */
    @Benchmark
    public Event fiveTasks() {
        return tasks.ended();
    }

    /** A Map of 40 items with one Pass state, with all its turns. */
    @Benchmark
    public Event mapOf40() {
        return map.ended();
    }
}
