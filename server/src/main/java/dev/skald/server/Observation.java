package dev.skald.server;

import dev.skald.core.Event;
import dev.skald.core.Identity;
import dev.skald.engine.EngineListener;
import dev.skald.engine.task.TaskPerformer;
import dev.skald.server.api.Followers;
import dev.skald.server.aws.Actions;
import dev.skald.server.aws.SdkTasks;
import dev.skald.server.metrics.Metrics;
import java.util.List;

/**
 * What joins a server to its engine: give it to {@code Skald.Builder.listener}, and its {@link #sdkTasks} to {@code
 * Skald.Builder.performer}, before the engine opens, and to {@link SkaldServer#start} after. It counts for {@code /metrics}, wakes those who follow an execution, and logs what failed.
 */
public final class Observation implements EngineListener {
    private final Metrics metrics = new Metrics();
    private final Followers followers = new Followers();
    private final SdkTasks sdkTasks = new SdkTasks();
    private final ExecutionLog log = new ExecutionLog();

    @Override
    public void committed(Identity identity, List<Event> events) {
        metrics.committed(identity, events);
        followers.committed(identity, events);
        log.committed(identity, events);
    }

    /** The figures behind {@code /metrics}. */
    public Metrics metrics() {
        return metrics;
    }

    /** Does tasks with {@code aws-sdk:sfn}, once the server has started: give it to {@code Skald.Builder.performer}. */
    public TaskPerformer sdkTasks() {
        return sdkTasks;
    }

    void serve(Actions actions) {
        sdkTasks.serve(actions);
    }

    Followers followers() {
        return followers;
    }
}
