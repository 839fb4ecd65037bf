package dev.skald.acceptance.simulation;

import dev.skald.asl.Entropy;
import dev.skald.engine.EngineClock;
import dev.skald.engine.EngineParts;
import dev.skald.engine.Patience;
import dev.skald.engine.SimulatedThread;
import dev.skald.engine.VirtualClock;
import dev.skald.engine.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One life of an engine process, from its start to its crash: after that, none of its steps does anything. */
final class Life implements Executor, Patience {
    private final SimulatedThread thread;
    private final VirtualClock clock;
    private final Faults faults;
    private final List<Runnable> held = new ArrayList<>();
    private boolean alive = true;
    private @Nullable RuntimeException violation;

    Life(SimulatedThread thread, VirtualClock clock, Faults faults) {
        this.thread = thread;
        this.clock = clock;
        this.faults = faults;
    }

    /** Thrown at a caller whose engine crashes before it answers. */
    static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Crash() {
            super("the engine crashed", null, false, false);
        }
    }

    EngineParts parts(EngineClock engineClock, Entropy entropy) {
        return new EngineParts(engineClock, entropy, this, this::executeTask, this, this);
    }

    boolean alive() {
        return alive;
    }

    void die() {
        alive = false;
        held.clear();
    }

    /** Remembers what was violated, and ends this life. */
    void violated(RuntimeException what) {
        if (violation == null) violation = what;
        die();
    }

    /** @throws RuntimeException what was violated in this life, if anything */
    void check() {
        if (violation != null) throw violation;
    }

    @Override
    public void execute(Runnable step) {
        thread.execute(() -> run(step));
    }

    private void run(Runnable step) {
        if (!alive) return;
        try {
            step.run();
        } catch (StoreException lastGasp) {
            // What a dying process throws, nobody hears.
            if (alive) throw lastGasp;
        }
    }

    private void executeTask(Runnable task) {
        if (faults.hold()) held.add(task);
        else execute(task);
    }

    int held() {
        return held.size();
    }

    /** Lets one of the task calls go on that hang. */
    void release(Random random) {
        if (!held.isEmpty()) execute(held.remove(random.nextInt(held.size())));
    }

    void releaseAll() {
        List.copyOf(held).forEach(this::execute);
        held.clear();
    }

    @Override
    public boolean await(CompletableFuture<?> answer, Duration atMost) {
        Instant deadline = clock.now().plus(atMost);
        while (!answer.isDone()) {
            if (!alive) throw new Crash();
            if (thread.runOne()) continue;
            Optional<Instant> next = clock.nextAlarm().filter(alarm -> !alarm.isAfter(deadline));
            clock.advanceTo(next.orElse(deadline));
            if (next.isEmpty() && thread.waiting() == 0) break;
        }
        if (!alive) throw new Crash();
        return answer.isDone();
    }

    @Override
    public boolean blocks() {
        return false;
    }
}
