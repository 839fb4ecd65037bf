package dev.skald.server;

import dev.skald.core.Event;
import dev.skald.core.Identity;
import dev.skald.engine.EngineListener;
import dev.skald.engine.Skald;
import dev.skald.engine.store.ExecutionRow;
import dev.skald.engine.task.TaskPerformer;
import dev.skald.server.api.Followers;
import dev.skald.server.aws.Actions;
import dev.skald.server.aws.ApiCalls;
import dev.skald.server.aws.SdkTasks;
import dev.skald.server.logs.ExecutionLogs;
import dev.skald.server.metrics.Metrics;
import dev.skald.tasks.events.EventBus;
import dev.skald.tasks.functions.RecentFunctionLines;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What joins a server to its engine: give it to {@code SkaldBuilder.listener}, and its {@link #sdkTasks} to {@code
 * SkaldBuilder.performer}, before the engine opens, and to {@link SkaldServer#start} after. It counts for
 * {@code /metrics}, wakes those who follow an execution, logs what failed, and writes the execution logs.
 */
public final class Observation implements EngineListener {
    private final Metrics metrics = new Metrics();
    private final Followers followers = new Followers();
    private final ApiCalls api = new ApiCalls();
    private final SdkTasks sdkTasks = new SdkTasks(api);
    private final ExecutionLog log = new ExecutionLog();
    private final ExecutionLogs executionLogs;
    private final RecentFunctionLines functionLog = new RecentFunctionLines();
    private @Nullable EventBus events;

    /** Without execution logs. */
    public Observation() {
        this(ExecutionLogs.none());
    }

    /** @param executionLogs where the logs that machines are configured for go; whoever made it closes it */
    public Observation(ExecutionLogs executionLogs) {
        this.executionLogs = executionLogs;
    }

    @Override
    public void committed(Identity identity, ExecutionRow row, List<Event> events) {
        committed(identity, events);
        executionLogs.committed(row, events);
    }

    @Override
    public void committed(Identity identity, List<Event> events) {
        metrics.committed(identity, events);
        followers.committed(identity, events);
        log.committed(identity, events);
    }

    @Override
    public void changed() {
        followers.changed();
    }

    /** The server speaks EventBridge for this bus: to be told before it starts. */
    public void serve(EventBus bus) {
        events = bus;
        bus.watchDeadLetters(followers::changed);
    }

    /** The bus that the server speaks for; null when there is none. */
    @Nullable
    EventBus events() {
        return events;
    }

    /** Keeps what functions write lately, for {@code /api/v1}: give it to the functions. */
    public RecentFunctionLines functionLog() {
        return functionLog;
    }

    /** The figures behind {@code /metrics}. */
    public Metrics metrics() {
        return metrics;
    }

    /** Does tasks with {@code aws-sdk:sfn}, once the server has started: give it to {@code SkaldBuilder.performer}. */
    public TaskPerformer sdkTasks() {
        return sdkTasks;
    }

    /** The operations of the AWS API, once the server has started. */
    public ApiCalls api() {
        return api;
    }

    void serve(Skald skald, Actions actions) {
        metrics.watch(skald);
        metrics.watch(executionLogs);
        executionLogs.watch(skald);
        api.serve(actions);
    }

    Followers followers() {
        return followers;
    }
}
