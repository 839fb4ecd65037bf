package dev.skald.tasks.functions;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process with all that it has started. */
final class ProcessTree {
    /** The program of Linux that makes a command the leader of a group. */
    static final String LEADER = "setsid";

    /** Whether processes are started as leaders of groups of their own. */
    static final boolean GROUPS = Interpreters.find(LEADER).isPresent();

    private static final Logger LOG = LoggerFactory.getLogger(ProcessTree.class);

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

    /**
     * Kills what a process that led a group has left behind: of one that has crashed, nothing else knows its children.
     *
     * @param leader the id of the process, which has just ended
     */
    static void killGroup(long leader) {
        if (!GROUPS) return;
        try {
            new ProcessBuilder("/bin/sh", "-c", "kill -s KILL -- \"-$1\"", "skald-function", String.valueOf(leader))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(GRACE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (IOException e) {
            LOG.warn("what the process {} has started may still run", leader, e);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
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
