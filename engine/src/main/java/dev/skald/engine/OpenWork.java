package dev.skald.engine;

import dev.skald.core.Command;
import dev.skald.core.Execution;
import dev.skald.core.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
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
    private final Map<Long, Job> jobs = new HashMap<>(2);
    private final Map<Long, Work.RunMap> mapRuns = new HashMap<>(2);
    private final MissingWork missing = new MissingWork();
    private Timers.@Nullable Timer timer;

    /**
     * A job that the execution waits for.
     *
     * @param lookAt when to look at it again; null while nobody has found it running
     */
    private record Job(Work.AwaitJob work, @Nullable Instant lookAt) {}

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
            case Work.AwaitJob job -> look(job, repeated);
            case Work.RunMap map -> {
                mapRuns.put(map.sequence(), map);
                execution.mapRuns().run(execution.row(), map, repeated);
            }
            case Work.AwaitCallback callback -> execution.endIfMocked(callback);
            case Work.Continue _ -> {}
        }
    }

    private void run(Work.RunTask task, boolean repeated) {
        if (calls.containsKey(task.sequence())) return;
        if (services.dispatcher().isMissing(execution, task)) {
            Instant now = services.parts().clock().now();
            missing.add(
                    execution.identity().arn(),
                    task,
                    repeated,
                    now,
                    services.settings().handlerGrace());
            return;
        }
        TaskRun run = services.dispatcher().perform(execution, task, repeated);
        if (run != null) calls.put(task.sequence(), run);
    }

    private void offer(Work.OfferActivity work) {
        if (offers.containsKey(work.sequence()) || execution.endIfMocked(work)) return;
        Activities.Offer offer = services.activities().offer(execution, work);
        if (offer != null) offers.put(work.sequence(), offer);
    }

    // Jobs.

    /** Knows the jobs that an execution waited for when it was loaded: so that even its first turn can stop them. */
    void know(Execution loaded) {
        for (Work work : loaded.work())
            if (work instanceof Work.AwaitJob job) jobs.putIfAbsent(job.sequence(), new Job(job, null));
    }

    private void look(Work.AwaitJob job, boolean repeated) {
        jobs.putIfAbsent(job.sequence(), new Job(job, null));
        if (calls.containsKey(job.sequence())) return;
        TaskRun look = services.dispatcher().look(execution, job, repeated);
        if (look != null) calls.put(job.sequence(), look);
    }

    /** A job may have ended. */
    void lookAtJob(long sequence) {
        Job job = jobs.get(sequence);
        if (job != null) look(job.work, false);
    }

    /** A look found the job running. */
    void jobRuns(TaskRun look, Instant lookAt) {
        long sequence = look.work.sequence();
        if (!calls.remove(sequence, look)) return;
        Job job = jobs.get(sequence);
        if (job != null) jobs.put(sequence, new Job(job.work, lookAt));
    }

    /** Looks again at the jobs whose pause is over. */
    void lookAtJobs(Instant now) {
        for (Job job : List.copyOf(jobs.values())) {
            if (job.lookAt == null || job.lookAt.isAfter(now)) continue;
            jobs.put(job.work.sequence(), new Job(job.work, null));
            look(job.work, false);
        }
    }

    /** When the next job is to be looked at; null when none is, or looks are under way. */
    @Nullable
    Instant nextLookAt() {
        Instant next = null;
        for (Job job : jobs.values())
            if (job.lookAt != null && (next == null || job.lookAt.isBefore(next))) next = job.lookAt;
        return next;
    }

    /** The task ended regularly, by its job or by its callback token: nothing is to be stopped. */
    void endedRegularly(long sequence) {
        jobs.remove(sequence);
    }

    private void stopJobsThatAreOver(Execution current) {
        jobs.values().removeIf(job -> {
            boolean over = !current.isOutstanding(job.work.sequence());
            if (over) services.dispatcher().cancel(execution, job.work);
            return over;
        });
    }

    /** A call has ended by itself. */
    void ended(TaskRun run) {
        if (calls.remove(run.work.sequence(), run) && run.submitted != null) jobs.remove(run.work.sequence());
    }

    /** The tasks for which nobody has come. */
    List<Command> takeMissing(Instant now) {
        return missing.takeDue(now);
    }

    /** The tasks for which nobody is here yet. */
    Collection<SagaDescription.Waiting> missing() {
        return missing.describe();
    }

    /** Ends calls and offers that the execution does not wait for any more. */
    void giveUpWhatIsOver(Execution current) {
        missing.giveUpWhatIsOver(current);
        stopJobsThatAreOver(current);
        mapRuns.values().removeIf(run -> {
            boolean over = !current.isOutstanding(run.sequence());
            if (over) execution.mapRuns().over(execution.id, run);
            return over;
        });
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

    /** Whether anything but timers, callbacks and jobs is under way. */
    boolean calls() {
        return !calls.isEmpty() || !offers.isEmpty() || !mapRuns.isEmpty() || !missing.isEmpty();
    }

    /** Nothing is under way here, and nothing is due soon: the execution may rest. */
    boolean idle(Instant now) {
        if (calls()) return false;
        Instant next = nextDueAt();
        return next == null || next.isAfter(now.plus(SOON));
    }

    /** Whether the execution waits for nothing but timers and callbacks: what rests is not performed by anyone. */
    static boolean onlyWaits(Execution current) {
        for (Work work : current.work()) {
            switch (work) {
                case Work.Timer _, Work.AwaitCallback _, Work.AwaitJob _ -> {}
                case Work.RunTask _, Work.OfferActivity _, Work.RunMap _, Work.Continue _ -> {
                    return false;
                }
            }
        }
        return true;
    }

    // Timers.

    /** When the next timer is due, a job is to be looked at, or a task has waited long enough; null when there is none. */
    @Nullable
    Instant nextDueAt() {
        Work.Timer timer = timers.peek();
        return earlier(timer == null ? null : timer.dueAt(), earlier(nextLookAt(), missing.nextDueAt()));
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) return one == null ? other : one;
        return one.isBefore(other) ? one : other;
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
        Instant next = nextDueAt();
        if (next != null) services.timers().set(timer(), next);
        else if (timer != null) services.timers().cancel(timer);
    }

    private Timers.Timer timer() {
        Timers.Timer known = timer;
        if (known == null) {
            known = Timers.Timer.ofExecution(() -> execution.submit(new Request.Tick()));
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
        jobs.clear();
        missing.clear();
        mapRuns.clear();
        if (timer != null) services.timers().cancel(timer);
    }
}
