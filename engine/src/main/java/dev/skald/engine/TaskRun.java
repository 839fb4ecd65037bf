package dev.skald.engine;

import dev.skald.asl.Payload;
import dev.skald.core.Work;
import dev.skald.engine.task.TaskCall;
import dev.skald.engine.task.TaskPerformer;
import org.jspecify.annotations.Nullable;

/**
 * One task call, or one look at the job that a call started: it waits for its function's limit, runs on a thread, and
 * ends, or is given up before.
 */
final class TaskRun {
    final TaskOwner owner;
    final Work.RunTask work;
    final TaskCall call;
    final TaskPerformer performer;
    final String limit;

    /** What the call answered, when this is a look at its job. */
    final @Nullable Payload submitted;

    private @Nullable Thread thread;
    private boolean givenUp;

    TaskRun(
            TaskOwner owner,
            Work.RunTask work,
            TaskCall call,
            TaskPerformer performer,
            String limit,
            @Nullable Payload submitted) {
        this.owner = owner;
        this.work = work;
        this.call = call;
        this.performer = performer;
        this.limit = limit;
        this.submitted = submitted;
    }

    /** Nobody wants the outcome any more: interrupts the call if it runs, and keeps it from running if it does not. */
    synchronized void giveUp() {
        givenUp = true;
        if (thread != null) thread.interrupt();
    }

    synchronized boolean givenUp() {
        return givenUp;
    }

    /** The current thread runs the call from now on; false when it has been given up. */
    synchronized boolean enter() {
        if (givenUp) return false;
        thread = Thread.currentThread();
        return true;
    }

    /** The current thread has left the call: no interrupt comes any more, and one that came is forgotten. */
    synchronized void leave() {
        thread = null;
        boolean _ = Thread.interrupted();
    }
}
