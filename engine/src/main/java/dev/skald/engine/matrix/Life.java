package dev.skald.engine.matrix;

import dev.skald.engine.Patience;
import dev.skald.engine.SimulatedThread;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** One life of an engine process: after its crash none of its steps does anything, and whoever waits for it is sent away. */
final class Life implements Executor, Patience {
    private final SimulatedThread thread;
    private boolean alive = true;

    Life(SimulatedThread thread) {
        this.thread = thread;
    }

    boolean alive() {
        return alive;
    }

    void die() {
        alive = false;
    }

    @Override
    public void execute(Runnable step) {
        thread.execute(() -> {
            if (alive) step.run();
        });
    }

    @Override
    public boolean await(CompletableFuture<?> answer, Duration atMost) {
        boolean ran = true;
        while (ran && alive && !answer.isDone()) ran = thread.runOne();
        if (!alive) answer.cancel(false);
        return answer.isDone() || thread.await(answer, atMost);
    }

    @Override
    public boolean blocks() {
        return false;
    }
}
