package dev.skald.engine.task;

import dev.skald.asl.TaskResource;

/** A way to perform tasks: one class per kind of resource. Called on a virtual thread; may block; may be interrupted. */
public interface TaskPerformer {
    /** Whether this performer does tasks with that resource. */
    boolean performs(TaskResource resource);

    /**
     * Whether somebody is here who does this call. If not, it is waited for: nothing is performed, and after {@link
     * dev.skald.engine.Settings#handlerGrace} the task fails with {@link dev.skald.core.Park#NOT_REGISTERED}.
     */
    default boolean isHere(TaskCall call) {
        return true;
    }

    /**
     * What limits how many calls run side by side: calls with the same name share a limit. Typically the function.
     */
    String limitedBy(TaskCall call);

    /**
     * Performs one attempt. Called at least once per attempt; after a crash again, with the same key.
     *
     * @throws InterruptedException when the attempt is given up: its effect is then uncertain
     */
    TaskOutcome perform(TaskCall call) throws InterruptedException;
}
