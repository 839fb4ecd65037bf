package dev.skald.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * All that is to happen at an instant, in one heap.
 *
 * <p>The clock's alarm is set to the earliest. What is due is handed to the turns' threads, at most {@link #FIRING_MAX}
 * at a time: a million timers due in the same second keep neither the clock's thread nor the memory.
 */
final class Timers {
    /** How many fired timers may be waiting for their turn. */
    static final int FIRING_MAX = 1_024;

    private static final int FIRST_CAPACITY = 64;

    /** Fills the places of the heap that are free. */
    private static final Timer NONE = new Timer(() -> {});

    private final EngineClock clock;
    private final Executor turns;
    private final EngineClock.Alarm alarm;

    private Timer[] heap = new Timer[FIRST_CAPACITY];
    private int size;
    private int firing;
    private long latenessMillisMax;
    private long alarmAt = Long.MAX_VALUE;
    private boolean closed;

    Timers(EngineClock clock, Executor turns) {
        this.clock = clock;
        this.turns = turns;
        this.alarm = clock.alarm(this::ring);
    }

    /** One thing to do at an instant, again and again if it is set again. Not set at first. */
    static final class Timer {
        private final Runnable task;
        private final boolean ofExecution;
        private int place = -1;
        private long dueAt;

        Timer(Runnable task) {
            this(task, false);
        }

        private Timer(Runnable task, boolean ofExecution) {
            this.task = task;
            this.ofExecution = ofExecution;
        }

        /** A timer that an execution waits for, not one of the engine's own housekeeping. */
        static Timer ofExecution(Runnable task) {
            return new Timer(task, true);
        }
    }

    /** Sets a timer, anew if it was set. */
    synchronized void set(Timer timer, Instant at) {
        long dueAt = at.toEpochMilli();
        if (closed || (timer.place >= 0 && timer.dueAt == dueAt)) return;
        remove(timer);
        timer.dueAt = dueAt;
        add(timer);
        setAlarm();
    }

    /** Takes a timer back. */
    synchronized void cancel(Timer timer) {
        remove(timer);
    }

    /** When the next timer that an execution waits for is due. Looks at all of them. */
    synchronized Optional<Instant> nextOfExecutions() {
        return Arrays.stream(heap, 0, size)
                .filter(timer -> timer.ofExecution)
                .map(timer -> Instant.ofEpochMilli(timer.dueAt))
                .min(Comparator.naturalOrder());
    }

    /** How late the latest timer fired since this was last asked. */
    synchronized long latenessMillisMax() {
        long max = latenessMillisMax;
        latenessMillisMax = 0;
        return max;
    }

    void close() {
        synchronized (this) {
            closed = true;
            Arrays.fill(heap, NONE);
            size = 0;
        }
        alarm.close();
    }

    /** Hands out what is due, and sets the alarm for what comes next. */
    private synchronized void ring() {
        alarmAt = Long.MAX_VALUE;
        List<Timer> due = takeDue(clock.now().toEpochMilli());
        setAlarm();
        for (Timer each : due) turns.execute(() -> fire(each));
    }

    private List<Timer> takeDue(long now) {
        List<Timer> due = new ArrayList<>();
        while (size > 0 && heap[0].dueAt <= now && firing < FIRING_MAX) {
            Timer timer = heap[0];
            remove(timer);
            firing++;
            latenessMillisMax = Math.max(latenessMillisMax, now - timer.dueAt);
            due.add(timer);
        }
        return due;
    }

    private void fire(Timer timer) {
        try {
            timer.task.run();
        } finally {
            if (fired()) ring();
        }
    }

    /** Counts a fired timer as done; true when that makes room for ones that could not fire. */
    private synchronized boolean fired() {
        firing--;
        return firing == FIRING_MAX / 2 && size > 0 && !closed;
    }

    /** Sets the alarm when a timer is due before it; while too many fire, {@link #fired} sees to the rest. */
    private void setAlarm() {
        if (size == 0 || heap[0].dueAt >= alarmAt || firing >= FIRING_MAX) return;
        alarmAt = heap[0].dueAt;
        alarm.set(Instant.ofEpochMilli(alarmAt));
    }

    // A binary heap in which each timer knows its place, so that it can be taken out.

    private void add(Timer timer) {
        if (size == heap.length) heap = Arrays.copyOf(heap, 2 * size);
        put(timer, size++);
        siftUp(timer);
    }

    private void remove(Timer timer) {
        int place = timer.place;
        if (place < 0) return;
        timer.place = -1;
        Timer last = heap[--size];
        heap[size] = NONE;
        if (last == timer) return;
        put(last, place);
        siftUp(last);
        siftDown(last);
    }

    private void put(Timer timer, int place) {
        heap[place] = timer;
        timer.place = place;
    }

    private void siftUp(Timer timer) {
        while (timer.place > 0) {
            Timer parent = heap[(timer.place - 1) / 2];
            if (parent.dueAt <= timer.dueAt) return;
            swap(parent, timer);
        }
    }

    private void siftDown(Timer timer) {
        for (Timer child = earlierChild(timer); child != null; child = earlierChild(timer)) swap(timer, child);
    }

    /** The earlier of the children, if it is earlier than the timer. */
    private @Nullable Timer earlierChild(Timer timer) {
        int left = 2 * timer.place + 1;
        if (left >= size) return null;
        int right = left + 1;
        Timer child = right < size && heap[right].dueAt < heap[left].dueAt ? heap[right] : heap[left];
        return child.dueAt < timer.dueAt ? child : null;
    }

    private void swap(Timer upper, Timer lower) {
        int place = upper.place;
        put(upper, lower.place);
        put(lower, place);
    }
}
