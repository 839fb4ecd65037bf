package dev.skald.engine;

import dev.skald.core.Execution;
import dev.skald.core.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** What is under way for one execution: calls, offers to activity workers, timers. Only the execution's owner uses it. */
final class OpenWork {
    /** A timer that is due within this time keeps its execution in memory. */
    static final Duration SOON = Duration.ofMinutes(1);

    private final LiveExecution execution;
    private final Services services;
    private final Map<Long, TaskRun> calls = new HashMap<>(2);
    private final Map<Long, Activities.Offer> offers = new HashMap<>(2);
    private final PriorityQueue<Work.Timer> timers = new PriorityQueue<>(2, Comparator.comparing(Work.Timer::dueAt));
    private Timers.@Nullable Timer timer;

    OpenWork(LiveExecution execution, Services services) {
        this.execution = execution;
        this.services = services;
    }

    /**
     * Sees to work that an execution calls for, unless it is under way.
     *
     * @param repeated whether the work was there when the execution was loaded
     */
    void see(Work work, boolean repeated) {
        switch (work) {
            case Work.RunTask task -> run(task, repeated);
            case Work.OfferActivity offer -> offer(offer);
            case Work.Timer due -> timers.add(due);
            case Work.AwaitCallback _, Work.Continue _ -> {}
        }
    }

    private void run(Work.RunTask task, boolean repeated) {
        if (calls.containsKey(task.sequence())) return;
        TaskRun run = services.dispatcher().perform(execution, task, repeated);
        if (run != null) calls.put(task.sequence(), run);
    }

    private void offer(Work.OfferActivity work) {
        if (offers.containsKey(work.sequence())) return;
        Activities.Offer offer = services.activities().offer(execution, work);
        if (offer != null) offers.put(work.sequence(), offer);
    }

    /** A call has ended by itself. */
    void ended(TaskRun run) {
        calls.remove(run.work.sequence(), run);
    }

    /** Ends calls and offers that the execution does not wait for any more. */
    void giveUpWhatIsOver(Execution current) {
        calls.values().removeIf(run -> {
            boolean over = !current.isOutstanding(run.work.sequence());
            if (over) run.giveUp();
            return over;
        });
        offers.values().removeIf(offer -> {
            boolean over = !(current.outstanding(offer.work.sequence()).orElse(null) instanceof Work.OfferActivity);
            if (over) services.activities().withdraw(offer);
            return over;
        });
    }

    /** A worker took the task: it is not on offer any more. */
    void claimed(long sequence) {
        offers.remove(sequence);
    }

    /** Whether anything but timers and callbacks is under way. */
    boolean calls() {
        return !calls.isEmpty() || !offers.isEmpty();
    }

    /** Nothing is under way here, and nothing is due soon: the execution may rest. */
    boolean idle(Instant now) {
        if (calls()) return false;
        Work.Timer next = timers.peek();
        return next == null || next.dueAt().isAfter(now.plus(SOON));
    }

    /** Whether the execution waits for nothing but timers and callbacks: what rests is not performed by anyone. */
    static boolean onlyWaits(Execution current) {
        for (Work work : current.work()) {
            switch (work) {
                case Work.Timer _, Work.AwaitCallback _ -> {}
                case Work.RunTask _, Work.OfferActivity _, Work.Continue _ -> {
                    return false;
                }
            }
        }
        return true;
    }

    // Timers.

    /** When the next timer is due; null when there is none. */
    @Nullable
    Instant nextDueAt() {
        Work.Timer next = timers.peek();
        return next == null ? null : next.dueAt();
    }

    /** Takes out the timers that are due. */
    List<Work.Timer> takeDue(Instant now) {
        List<Work.Timer> due = new ArrayList<>();
        Work.Timer next = timers.peek();
        while (next != null && !next.dueAt().isAfter(now)) {
            due.add(next);
            timers.remove();
            next = timers.peek();
        }
        return due;
    }

    /** Sets the engine's timer to the next one that the execution still waits for. */
    void setTimer(Execution current) {
        while (!timers.isEmpty() && !current.isOutstanding(timers.peek().sequence())) timers.remove();
        Work.Timer next = timers.peek();
        if (next != null) services.timers().set(timer(), next.dueAt());
        else if (timer != null) services.timers().cancel(timer);
    }

    private Timers.Timer timer() {
        Timers.Timer known = timer;
        if (known == null) {
            known = new Timers.Timer(() -> execution.submit(new Request.Tick()));
            timer = known;
        }
        return known;
    }

    void forgetTimers() {
        timers.clear();
    }

    /** Ends all that is under way. */
    void close() {
        calls.values().forEach(TaskRun::giveUp);
        calls.clear();
        offers.values().forEach(services.activities()::withdraw);
        offers.clear();
        timers.clear();
        if (timer != null) services.timers().cancel(timer);
    }
}
