package dev.skald.core;

import dev.skald.asl.ErrorName;
import dev.skald.asl.State;
import dev.skald.asl.StateType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a state failed.
 *
 * @param name what retriers and catchers match
 * @param error what is shown; differs for a missed heartbeat
 * @param ofTask whether a Task failed, in the end: then {@code States.TaskFailed} is a wildcard for it, also in the
 *     Parallel and Map states around the Task
 */
public record Failure(
        String name, @Nullable String error, @Nullable String cause, boolean ofTask) {

    /** A failure that is of no Task, as far as is known yet. */
    Failure(String name, @Nullable String error, @Nullable String cause) {
        this(name, error, cause, false);
    }

    /** A failure that may have no name of its own. */
    static Failure of(@Nullable String error, @Nullable String cause) {
        return new Failure(error == null ? ErrorName.TASK_FAILED : error, error, cause);
    }

    /** As the Parallel or Map around the scope fails with it: by the name that is shown. */
    Failure ofScope() {
        return new Failure(error == null ? ErrorName.TASK_FAILED : error, error, cause, ofTask);
    }

    Failure in(State state) {
        return state.type() == StateType.Task ? asOfTask() : this;
    }

    Failure asOfTask() {
        return new Failure(name, error, cause, true);
    }

    boolean isIn(List<String> errorEquals) {
        return ErrorName.matches(errorEquals, name, ofTask);
    }
}
