package dev.skald.server.aws;

import dev.skald.engine.ActivityTask;
import dev.skald.engine.Skald;
import dev.skald.server.http.LongPolls;
import dev.skald.server.json.JsonWriter;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** GetActivityTask: a long poll. When no task comes in time, or the server stops, the answer is empty. */
final class GetActivityTask implements Action {
    private final Skald skald;
    private final LongPolls longPolls;
    private final Duration atMost;

    /** @param atMost how long it waits for a task; AWS has 60 seconds */
    GetActivityTask(Skald skald, LongPolls longPolls, Duration atMost) {
        this.skald = skald;
        this.longPolls = longPolls;
        this.atMost = atMost;
    }

    @Override
    public void perform(Parameters in, JsonWriter out) {
        poll(in.required("activityArn"), in.text("workerName"))
                .ifPresent(task -> out.text("taskToken", task.taskToken())
                        .text("input", task.input().text()));
    }

    private Optional<ActivityTask> poll(String activityArn, @Nullable String workerName) {
        try {
            return longPolls.in(() -> skald.getActivityTask(activityArn, workerName, atMost));
        } catch (InterruptedException stopping) {
            return Optional.empty();
        }
    }
}
