package dev.skald.engine.task;

import dev.skald.asl.Payload;
import java.time.Duration;

/**
 * A performer of tasks with {@code .sync}: {@link #perform} starts a job, and the task ends when the job has ended.
 *
 * <p>Nobody keeps a thread waiting for it. The engine looks at the job after the start, after each pause that a look asks
 * for, and after a restart; an execution that only waits for jobs whose next look is far may rest meanwhile.
 */
public interface JobPerformer extends TaskPerformer {
    /**
     * Looks at a job, on a virtual thread. May be called any number of times, also for a job that ended long ago.
     *
     * @param call the attempt that started it
     * @param submitted what {@link #perform} returned
     */
    JobState look(TaskCall call, Payload submitted) throws InterruptedException;

    /** Nobody waits for the job any more: stops it, as well as can be. Failures are logged and forgotten. */
    void cancel(TaskCall call, Payload submitted) throws InterruptedException;

    /** How a job stands. */
    sealed interface JobState {
        record Ended(TaskOutcome outcome) implements JobState {}

        /** @param pause after which to look again */
        record Running(Duration pause) implements JobState {}
    }
}
