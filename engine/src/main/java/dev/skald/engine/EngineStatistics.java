package dev.skald.engine;

/**
 * A look at the engine's insides.
 *
 * @param liveExecutions executions in memory
 * @param openExecutions open executions, those at rest included
 * @param commandsWaiting commands that wait for their turn
 * @param tasksRunning task calls under way
 * @param tasksWaiting tasks that wait for their function's concurrency limit
 * @param activityTasksWaiting activity tasks that no worker has taken
 * @param appendsWaiting appends that wait for a commit
 * @param commits commits so far
 * @param commitNanos time spent in commits so far
 * @param timerLatenessMillisMax how late the latest of the recent timers fired
 * @param healthy whether the store works: false between an I/O error and a successful reopening
 */
public record EngineStatistics(
        int liveExecutions,
        long openExecutions,
        int commandsWaiting,
        int tasksRunning,
        int tasksWaiting,
        int activityTasksWaiting,
        int appendsWaiting,
        long commits,
        long commitNanos,
        long timerLatenessMillisMax,
        boolean healthy) {}
