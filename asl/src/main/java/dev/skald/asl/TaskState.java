package dev.skald.asl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code "Type": "Task"}: work done by someone else.
 *
 * @param timeoutSeconds {@code TimeoutSeconds(Path)}; null means AWS's default of 99,999,999, in effect none
 * @param heartbeatSeconds {@code HeartbeatSeconds(Path)}; null means none
 * @param credentials {@code Credentials}, evaluated like the arguments; null means none
 * @param saga its part in a saga
 */
public record TaskState(
        String name,
        DataFlow flow,
        TaskResource resource,
        @Nullable Expression<Long> timeoutSeconds,
        @Nullable Expression<Long> heartbeatSeconds,
        @Nullable Expression<Payload> credentials,
        List<Retrier> retry,
        List<Catcher> catchers,
        Next next,
        SagaStep saga)
        implements State.Fallible {

    TaskState withRetry(List<Retrier> retriers) {
        return new TaskState(
                name, flow, resource, timeoutSeconds, heartbeatSeconds, credentials, retriers, catchers, next, saga);
    }

    TaskState withTimeoutSeconds(Expression<Long> seconds) {
        return new TaskState(name, flow, resource, seconds, heartbeatSeconds, credentials, retry, catchers, next, saga);
    }
}
