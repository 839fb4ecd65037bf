package dev.skald.engine;

import dev.skald.asl.Entropy;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/**
 * What an engine stands on beside its store: time, randomness and threads. Handed in so that a whole engine can run in
 * one thread under a seed.
 *
 * @param entropy makes ids, callback secrets, {@code States.UUID}
 * @param turns runs turns of executions: must not be the writer
 * @param tasks runs task calls, which may block
 * @param writer runs one thing at a time: all that writes to the store
 * @param patience how callers wait
 *     <p>Executors that are {@link ExecutorService}s are shut down with the engine.
 */
public record EngineParts(
        EngineClock clock, Entropy entropy, Executor turns, Executor tasks, Executor writer, Patience patience) {

    /**
     * Turns have a few threads of their own: a handler that computes for long, or spins, holds up a thread of the virtual
     * threads, and must not hold up the engine.
     */
    private static final int TURN_THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());

    /** The wall clock, secure randomness, virtual threads, and a thread for the writer. */
    static EngineParts real() {
        return of(new SystemClock());
    }

    /** As in earnest, but with another clock. */
    static EngineParts of(EngineClock clock) {
        ExecutorService turns = Executors.newFixedThreadPool(TURN_THREADS, daemons("skald-turns-"));
        ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor();
        ExecutorService writer = Executors.newSingleThreadExecutor(daemons("skald-writer-"));
        return new EngineParts(clock, new SecureEntropy(), turns, tasks, writer, Patience.BLOCKING);
    }

    /** The same, while what its threads have to do is counted. */
    EngineParts counted(WorkUnderWay work) {
        return new EngineParts(
                clock, entropy, counted(turns, work), ofCalls(tasks, work), counted(writer, work), patience);
    }

    private static Executor counted(Executor threads, WorkUnderWay work) {
        return threads instanceof ExecutorService service ? work.ofEngine(service) : threads;
    }

    private static Executor ofCalls(Executor threads, WorkUnderWay work) {
        return threads instanceof ExecutorService service ? work.ofCalls(service) : threads;
    }

    private static ThreadFactory daemons(String name) {
        return Thread.ofPlatform().daemon().name(name, 1).factory();
    }

    /** Everything in one thread, in an order that the seed decides, in virtual time. */
    public static EngineParts simulated(VirtualClock clock, long seed) {
        return simulated(clock, new SimulatedThread(clock, seeded(seed)), seed);
    }

    /** As {@link #simulated(VirtualClock, long)}, on a thread that the caller keeps, to step it or to let it crash. */
    public static EngineParts simulated(VirtualClock clock, SimulatedThread thread, long seed) {
        return new EngineParts(clock, seeded(~seed), thread, thread, thread, thread);
    }

    private static Entropy seeded(long seed) {
        return new SplittableRandom(seed)::nextLong;
    }

    /** Ends the threads that are this engine's own. */
    void shutdown() {
        for (Executor each : List.of(turns, tasks, writer))
            if (each instanceof ExecutorService service) service.shutdown();
    }
}
