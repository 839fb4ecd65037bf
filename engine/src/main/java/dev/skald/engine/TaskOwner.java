package dev.skald.engine;

import dev.skald.core.Identity;

/** For whom a task is performed: an execution, or a test of a state. */
interface TaskOwner {
    Identity identity();

    /** Takes in how the task ended. False when that is not wanted any more. */
    boolean submit(Request request);
}
