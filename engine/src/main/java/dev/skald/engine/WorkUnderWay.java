package dev.skald.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Counts what an engine's threads have to do, so that somebody can wait until it is done. Whatever a piece of work brings
 * about is counted before the piece itself ends: the count is 0 only when nothing goes on.
 */
final class WorkUnderWay {
    private int engine;
    private int calls;
    private long callsEnded;

    /** Counts the engine's own work. */
    ExecutorService ofEngine(ExecutorService threads) {
        return new Counting(threads, false);
    }

    /** Counts calls of tasks, which may take as long as they like. */
    ExecutorService ofCalls(ExecutorService threads) {
        return new Counting(threads, true);
    }

    private synchronized void add(boolean call, int more) {
        if (call) calls += more;
        else engine += more;
        if (call && more < 0) callsEnded++;
        notifyAll();
    }

    synchronized int calls() {
        return calls;
    }

    synchronized long callsEnded() {
        return callsEnded;
    }

    /**
     * Waits, in real time, until the engine has nothing to do and no more than so many calls are under way.
     *
     * @return whether that is so
     */
    synchronized boolean awaitQuiet(int callsLeft, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (engine > 0 || calls > callsLeft) {
            long left = end - System.nanoTime();
            if (left <= 0) return false;
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    private final class Counting extends AbstractExecutorService {
        private final ExecutorService threads;
        private final boolean ofCalls;

        Counting(ExecutorService threads, boolean ofCalls) {
            this.threads = threads;
            this.ofCalls = ofCalls;
        }

        @Override
        public void execute(Runnable work) {
            add(ofCalls, 1);
            try {
                threads.execute(() -> run(work));
            } catch (RuntimeException refused) {
                add(ofCalls, -1);
                throw refused;
            }
        }

        private void run(Runnable work) {
            try {
                work.run();
            } finally {
                add(ofCalls, -1);
            }
        }

        @Override
        public void shutdown() {
            threads.shutdown();
        }

        @Override
        public List<Runnable> shutdownNow() {
            return threads.shutdownNow();
        }

        @Override
        public boolean isShutdown() {
            return threads.isShutdown();
        }

        @Override
        public boolean isTerminated() {
            return threads.isTerminated();
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
            return threads.awaitTermination(timeout, unit);
        }
    }
}
