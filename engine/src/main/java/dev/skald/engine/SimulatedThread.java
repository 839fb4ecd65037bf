package dev.skald.engine;

import dev.skald.asl.Entropy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The one thread of a simulated engine: everything the engine does at the same time is a list of steps here, done one
 * after the other in an order that the seed decides. A run with the same seed is the same run.
 *
 * <p>Calling {@link Skald} from the same thread works: while it waits for an answer, the steps are done, and when there
 * are none, the virtual clock moves on to its next alarm. A handler runs as one step; it cannot be interrupted. Not
 * thread-safe.
 */
public final class SimulatedThread implements Executor, Patience {
    private final VirtualClock clock;
    private final Entropy order;
    private final List<Runnable> steps = new ArrayList<>();

    /** @param order decides which of the possible steps comes next */
    public SimulatedThread(VirtualClock clock, Entropy order) {
        this.clock = clock;
        this.order = order;
        clock.settleBy(this::runAll);
    }

    @Override
    public void execute(Runnable step) {
        steps.add(step);
    }

    /** Does one step; false when there is none. */
    public boolean runOne() {
        if (steps.isEmpty()) return false;
        int last = steps.size() - 1;
        int chosen = (int) Math.floorMod(order.nextLong(), (long) steps.size());
        Runnable step = steps.get(chosen);
        steps.set(chosen, steps.get(last));
        steps.remove(last);
        step.run();
        return true;
    }

    /** Does all steps, and those that they bring about. */
    public void runAll() {
        boolean ran = runOne();
        while (ran) ran = runOne();
    }

    /** How many steps are possible now. */
    public int waiting() {
        return steps.size();
    }

    /** A crash: forgets all steps and alarms. The engine on this thread is dead then; open another on the same store. */
    public void crash() {
        steps.clear();
        clock.forgetAlarms();
    }

    @Override
    public boolean await(CompletableFuture<?> answer, Duration atMost) {
        Instant deadline = clock.now().plus(atMost);
        while (!answer.isDone()) {
            if (runOne()) continue;
            Optional<Instant> next = clock.nextAlarm().filter(alarm -> !alarm.isAfter(deadline));
            clock.advanceTo(next.orElse(deadline));
            if (next.isEmpty() && steps.isEmpty()) return answer.isDone();
        }
        return true;
    }

    @Override
    public boolean blocks() {
        return false;
    }
}
