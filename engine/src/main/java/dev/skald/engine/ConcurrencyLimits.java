package dev.skald.engine;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many calls of one function run side by side. Those above the limit wait in the order in which they came; they are
 * bounded by the executions in memory, and hold no thread.
 */
final class ConcurrencyLimits {
    private final int max;
    private final Map<String, Queue> queues = new HashMap<>();
    private int running;
    private int waiting;

    ConcurrencyLimits(int max) {
        this.max = max;
    }

    private static final class Queue {
        private int running;
        private final ArrayDeque<TaskRun> waiting = new ArrayDeque<>(0);
    }

    /** Whether the call may run now; if not, it comes out of {@link #release} later. */
    synchronized boolean acquire(TaskRun run) {
        Queue queue = queues.computeIfAbsent(run.limit, name -> new Queue());
        if (queue.running >= max) {
            queue.waiting.add(run);
            waiting++;
            return false;
        }
        queue.running++;
        running++;
        return true;
    }

    /** A call has ended; returns the next one under the same limit, which may run in its place. */
    synchronized @Nullable TaskRun release(TaskRun ended) {
        Queue queue = queues.get(ended.limit);
        if (queue == null) throw new IllegalStateException("no call runs under the limit " + ended.limit);
        TaskRun next = queue.waiting.poll();
        if (next != null) {
            waiting--;
            return next;
        }
        running--;
        queue.running--;
        if (queue.running == 0) queues.remove(ended.limit);
        return null;
    }

    synchronized int running() {
        return running;
    }

    synchronized int waiting() {
        return waiting;
    }
}
