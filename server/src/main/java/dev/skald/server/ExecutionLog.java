package dev.skald.server;

import dev.skald.asl.StateType;
import dev.skald.core.Event;
import dev.skald.core.EventType;
import dev.skald.core.Identity;
import dev.skald.engine.EngineListener;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Logs what happens to executions, with the keys {@code executionArn}, {@code state} and {@code error}: failures at INFO,
 * the rest at DEBUG. Payloads are never logged.
 */
final class ExecutionLog implements EngineListener {
    /** For so many executions the state of a running task is remembered; for others the key is left out. */
    private static final int REMEMBERED_MAX = 20_000;

    private static final Logger LOG = LoggerFactory.getLogger(ExecutionLog.class);

    private final Map<String, Map<Integer, String>> taskStates = new ConcurrentHashMap<>();

    @Override
    public void committed(Identity identity, List<Event> events) {
        if (!LOG.isInfoEnabled()) return;
        String arn = identity.arn();
        Map<Integer, String> known = taskStates.get(arn);
        Map<Integer, String> states = known == null ? new HashMap<>() : known;
        for (Event event : events) heard(arn, event, states);
        if (states.isEmpty() && known != null) taskStates.remove(arn);
        if (!states.isEmpty() && known == null && taskStates.size() < REMEMBERED_MAX) taskStates.put(arn, states);
    }

    private static void heard(String arn, Event event, Map<Integer, String> states) {
        switch (event.detail()) {
            case Event.StateEntered e when e.type() == StateType.Task -> states.put(event.scope(), e.name());
            case Event.StateExited e when e.type() == StateType.Task -> states.remove(event.scope());
            case Event.StateAborted e when e.type() == StateType.Task -> states.remove(event.scope());
            case Event.TaskFailed e -> log(Level.INFO, arn, states.get(event.scope()), e.error(), event);
            case Event.TaskTimedOut _ -> log(Level.INFO, arn, states.get(event.scope()), null, event);
            case Event.RetryScheduled _ -> log(Level.DEBUG, arn, states.get(event.scope()), null, event);
            case Event.ExecutionStarted _ -> log(Level.DEBUG, arn, null, null, event);
            case Event.ExecutionRedriven _ -> log(Level.INFO, arn, null, null, event);
            case Event.ExecutionSucceeded _ -> ended(Level.DEBUG, arn, null, event, states);
            case Event.ExecutionFailed e -> ended(Level.INFO, arn, e.error(), event, states);
            case Event.ExecutionTimedOut e -> ended(Level.INFO, arn, e.error(), event, states);
            case Event.ExecutionAborted e -> ended(Level.INFO, arn, e.error(), event, states);
            case Event.StateEntered _,
                    Event.StateExited _,
                    Event.EvaluationFailed _,
                    Event.StateAborted _,
                    Event.TaskScheduled _,
                    Event.TaskStarted _,
                    Event.TaskSubmitted _,
                    Event.TaskSucceeded _,
                    Event.ParallelStarted _,
                    Event.ParallelSucceeded _,
                    Event.ParallelFailed _,
                    Event.MapStarted _,
                    Event.DistributedMapStarted _,
                    Event.MapRunStarted _,
                    Event.MapRunSucceeded _,
                    Event.MapRunFailed _,
                    Event.MapRunAborted _,
                    Event.MapRunRedriven _,
                    Event.MapIterationStarted _,
                    Event.MapIterationSucceeded _,
                    Event.MapIterationFailed _,
                    Event.MapIterationAborted _,
                    Event.MapSucceeded _,
                    Event.MapFailed _,
                    Event.StateRedriven _,
                    Event.TaskAnswered _,
                    Event.OfSaga _,
                    Event.HeartbeatRecorded _ -> {}
        }
    }

    private static void ended(
            Level level, String arn, @Nullable String error, Event event, Map<Integer, String> states) {
        states.clear();
        log(level, arn, null, error, event);
    }

    private static void log(Level level, String arn, @Nullable String state, @Nullable String error, Event event) {
        if (!LOG.isEnabledForLevel(level)) return;
        var line = LOG.atLevel(level).addKeyValue("executionArn", arn);
        if (state != null) line = line.addKeyValue("state", state);
        if (error != null) line = line.addKeyValue("error", error);
        line.log(EventType.of(event.detail()));
    }
}
