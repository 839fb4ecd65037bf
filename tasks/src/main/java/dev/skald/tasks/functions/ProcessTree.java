package dev.skald.tasks.functions;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process with all that it has started. */
final class ProcessTree {
    /** What a process may start while it is being killed is looked for so many times. */
    private static final int ROUNDS_MAX = 3;

    /** How long a process that is asked to end may take. */
    private static final long GRACE_MILLIS = 500;

    private ProcessTree() {}

    /** Kills it at once. */
    static void kill(Process process) {
        for (int round = 0; round < ROUNDS_MAX; round++) {
            List<ProcessHandle> children = process.descendants().toList();
            process.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
            if (children.isEmpty()) return;
        }
    }

    /** Asks it to end, and kills what is left of it. */
    static void end(Process process) throws InterruptedException {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        process.waitFor(GRACE_MILLIS, TimeUnit.MILLISECONDS);
        children.forEach(ProcessHandle::destroyForcibly);
        kill(process);
    }
}
