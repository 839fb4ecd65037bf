package dev.skald.core;

import dev.skald.asl.Payload;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The work that a task calls for, from its scheduling to its end. */
final class TaskWork {
    private TaskWork() {}

    static Work offer(Event event, Frame frame, Event.TaskScheduled scheduled) {
        return new Work.OfferActivity(
                event.sequence(),
                frame.stateName(),
                scheduled.resource().arn(),
                scheduled.parameters(),
                scheduled.key(),
                secret(scheduled));
    }

    static Work.RunTask run(long sequence, Frame frame, Event.TaskScheduled scheduled, @Nullable Instant timeoutAt) {
        return new Work.RunTask(
                sequence,
                frame.stateName(),
                scheduled.resource(),
                scheduled.parameters(),
                scheduled.credentials(),
                scheduled.key(),
                scheduled.tokenSecret(),
                frame.retryCount(),
                timeoutAt);
    }

    private static String secret(Event.TaskScheduled scheduled) {
        String secret = scheduled.tokenSecret();
        if (secret == null) throw new IllegalStateException("a task that ends by callback has a token");
        return secret;
    }

    static Work afterStart(Work work, @Nullable Instant timeoutAt) {
        return switch (work) {
            case Work.RunTask r ->
                new Work.RunTask(
                        r.sequence(),
                        r.state(),
                        r.resource(),
                        r.parameters(),
                        r.credentials(),
                        r.key(),
                        r.tokenSecret(),
                        r.retryCount(),
                        timeoutAt);
            case Work.OfferActivity o -> new Work.AwaitCallback(o.sequence(), o.state(), o.tokenSecret());
            case Work.AwaitCallback _, Work.AwaitJob _, Work.RunMap _, Work.Timer _, Work.Continue _ ->
                throw new IllegalStateException(work + " cannot start");
        };
    }

    static Work afterSubmit(Work.RunTask task, Payload submitted) {
        if (task.resource().waitsForJob()) return new Work.AwaitJob(task, submitted);
        String secret = task.tokenSecret();
        if (secret == null) throw new IllegalStateException("a task that ends by callback has a token");
        return new Work.AwaitCallback(task.sequence(), task.state(), secret);
    }
}
