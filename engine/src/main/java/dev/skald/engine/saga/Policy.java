package dev.skald.engine.saga;

import dev.skald.asl.Saga.OnCompensationFailure;
import dev.skald.asl.Saga.OnFailure;
import dev.skald.asl.Saga.OnStop;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What holds for a whole saga: {@code Policy.DEFAULT.undoRetry(...).limit(Duration.ofDays(3))}.
 *
 * @param undoRetry of compensations, uncertain pivots and retriable steps; empty means eight times over some 20 minutes
 * @param onFailure whether a failure is undone, or waits for a person
 * @param onCompensationFailure what becomes of a compensation that fails for good
 * @param onStop whether a stop undoes
 * @param drain for how long calls in flight may still end before anything is undone, in whole seconds
 * @param limit after which time the saga has failed, and is undone; null means never
 */
public record Policy(
        List<Retry> undoRetry,
        OnFailure onFailure,
        OnCompensationFailure onCompensationFailure,
        OnStop onStop,
        Duration drain,
        @Nullable Duration limit) {

    /** What Skald does unless told otherwise. */
    public static final Policy DEFAULT = new Policy(
            List.of(),
            OnFailure.Compensate,
            OnCompensationFailure.Park,
            OnStop.Compensate,
            Duration.ofSeconds(60),
            null);

    public Policy {
        undoRetry = List.copyOf(undoRetry);
        Seconds.whole("the drain", drain);
        if (limit != null) Seconds.atLeastOne("the limit", limit);
    }

    public Policy undoRetry(Retry... retries) {
        return new Policy(List.of(retries), onFailure, onCompensationFailure, onStop, drain, limit);
    }

    public Policy onFailure(OnFailure onFailure) {
        return new Policy(undoRetry, onFailure, onCompensationFailure, onStop, drain, limit);
    }

    public Policy onCompensationFailure(OnCompensationFailure onCompensationFailure) {
        return new Policy(undoRetry, onFailure, onCompensationFailure, onStop, drain, limit);
    }

    public Policy onStop(OnStop onStop) {
        return new Policy(undoRetry, onFailure, onCompensationFailure, onStop, drain, limit);
    }

    public Policy drain(Duration drain) {
        return new Policy(undoRetry, onFailure, onCompensationFailure, onStop, drain, limit);
    }

    public Policy limit(Duration limit) {
        return new Policy(undoRetry, onFailure, onCompensationFailure, onStop, drain, limit);
    }
}
