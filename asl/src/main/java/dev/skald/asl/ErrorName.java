package dev.skald.asl;

import java.util.List;

/** The error names that the Amazon States Language predefines, and how an {@code ErrorEquals} list matches. */
public final class ErrorName {
    public static final String ALL = "States.ALL";
    public static final String TASK_FAILED = "States.TaskFailed";
    public static final String TIMEOUT = "States.Timeout";
    public static final String HEARTBEAT_TIMEOUT = "States.HeartbeatTimeout";
    public static final String PERMISSIONS = "States.Permissions";
    public static final String DATA_LIMIT_EXCEEDED = "States.DataLimitExceeded";
    public static final String RUNTIME = "States.Runtime";
    public static final String QUERY_EVALUATION_ERROR = "States.QueryEvaluationError";
    public static final String PARAMETER_PATH_FAILURE = "States.ParameterPathFailure";
    public static final String RESULT_PATH_MATCH_FAILURE = "States.ResultPathMatchFailure";
    public static final String INTRINSIC_FAILURE = "States.IntrinsicFailure";
    public static final String NO_CHOICE_MATCHED = "States.NoChoiceMatched";
    public static final String EXCEED_TOLERATED_FAILURE_THRESHOLD = "States.ExceedToleratedFailureThreshold";

    private ErrorName() {}

    /**
     * Whether a retrier or catcher with these names handles an error.
     *
     * @param names the {@code ErrorEquals} list
     * @param error the error that occurred; a missed heartbeat comes as {@link #HEARTBEAT_TIMEOUT}, which {@code
     *     States.Timeout} matches too
     * @param ofTask whether a Task state failed, as opposed to a Map or Parallel state: only then {@code
     *     States.TaskFailed} is a wildcard
     */
    public static boolean matches(List<String> names, String error, boolean ofTask) {
        if (error.equals(RUNTIME)) return false;
        boolean timeout = error.equals(TIMEOUT) || error.equals(HEARTBEAT_TIMEOUT);
        for (String name : names) {
            if (name.equals(error) || name.equals(ALL)) return true;
            if (timeout && name.equals(TIMEOUT)) return true;
            if (ofTask && !timeout && name.equals(TASK_FAILED)) return true;
        }
        return false;
    }
}
