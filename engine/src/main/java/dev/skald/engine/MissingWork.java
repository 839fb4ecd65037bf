package dev.skald.engine;

import dev.skald.core.Command;
import dev.skald.core.Effect;
import dev.skald.core.Execution;
import dev.skald.core.Park;
import dev.skald.core.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tasks of one execution for which nobody is here: the program that had their functions does not register them any
 * more. They wait for one that does, for a while; then they fail, which parks them.
 */
final class MissingWork {
    /** By how much the wait ends before the task's own time-out, which would say that it may have happened. */
    private static final Duration BEFORE_TIMEOUT = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(MissingWork.class);

    private final Map<Long, Missing> tasks = new HashMap<>(2);

    private record Missing(Work.RunTask work, boolean repeated, Instant until) {}

    boolean isEmpty() {
        return tasks.isEmpty();
    }

    /** @param repeated whether it may have been performed before the engine started */
    void add(String executionArn, Work.RunTask work, boolean repeated, Instant now, Duration grace) {
        Instant until = now.plus(grace);
        Instant timeoutAt = work.timeoutAt();
        if (timeoutAt != null && timeoutAt.minus(BEFORE_TIMEOUT).isBefore(until))
            until = timeoutAt.minus(BEFORE_TIMEOUT);
        if (tasks.putIfAbsent(work.sequence(), new Missing(work, repeated, until)) != null) return;
        LOG.atWarn()
                .addKeyValue("executionArn", executionArn)
                .addKeyValue("state", work.state())
                .log(
                        "Nothing here is registered for {}; waiting until {}",
                        work.resource().arn(),
                        until);
    }

    /** When the next of them has waited long enough; null when there is none. */
    @Nullable
    Instant nextDueAt() {
        return tasks.values().stream()
                .map(Missing::until)
                .min(Instant::compareTo)
                .orElse(null);
    }

    /** Takes out those that have waited long enough. */
    List<Command> takeDue(Instant now) {
        List<Command> due = new ArrayList<>();
        tasks.values().removeIf(missing -> {
            boolean over = !missing.until.isAfter(now);
            if (over) due.add(failed(missing));
            return over;
        });
        return due;
    }

    private static Command failed(Missing missing) {
        String cause = "No program registers '" + missing.work.state() + "' any more.";
        Effect effect = missing.repeated ? Effect.UNCERTAIN : Effect.NONE;
        return new Command.FailTask(missing.work.sequence(), Park.NOT_REGISTERED, cause, effect);
    }

    /** Forgets those that the execution does not wait for any more. */
    void giveUpWhatIsOver(Execution current) {
        tasks.values().removeIf(missing -> !current.isOutstanding(missing.work.sequence()));
    }

    void clear() {
        tasks.clear();
    }

    Collection<SagaDescription.Waiting> describe() {
        return tasks.values().stream()
                .map(missing -> new SagaDescription.Waiting(missing.work.state(), missing.until))
                .toList();
    }
}
