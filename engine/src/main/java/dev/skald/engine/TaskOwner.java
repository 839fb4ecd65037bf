package dev.skald.engine;

import dev.skald.core.Identity;
import dev.skald.core.Work;
import dev.skald.engine.task.JobPerformer;
import org.jspecify.annotations.Nullable;

/** For whom a task is performed: an execution, or a test of a state. */
interface TaskOwner {
    Identity identity();

    /** Who does a task of this owner in the place of all others; null when nobody does. */
    default @Nullable JobPerformer mock(Work.RunTask task) {
        return null;
    }

    /** Takes in how the task ended. False when that is not wanted any more. */
    boolean submit(Request request);
}
