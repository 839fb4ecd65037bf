package dev.skald.engine.matrix;

import dev.skald.core.Event;
import dev.skald.engine.matrix.Visit.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the history of an execution says of the visits of its Tasks. */
final class HistoryOfVisits {
    /** A task that was scheduled. */
    record Scheduled(String state, String key) {}

    /** A scope: what it is within, and the state that it is in. */
    private static final class ScopeState {
        final List<Place> within;
        String state = "";
        long entered;
        String key = "";

        ScopeState(List<Place> within) {
            this.within = within;
        }
    }

    private final Map<Long, Scheduled> scheduled = new HashMap<>();
    private final Map<String, List<Place>> places = new HashMap<>();
    private final Map<String, Boolean> succeeded = new HashMap<>();
    private final List<String> unstableKeys = new ArrayList<>();
    private final Map<Integer, ScopeState> scopes = new HashMap<>();
    private final String execution;

    private HistoryOfVisits(String execution) {
        this.execution = execution;
    }

    static HistoryOfVisits of(String execution, List<Event> events) {
        var history = new HistoryOfVisits(execution);
        for (Event event : events) history.add(event);
        return history;
    }

    Scheduled scheduled(long sequence) {
        return Objects.requireNonNull(scheduled.get(sequence), "no task was scheduled at " + sequence);
    }

    /** Null when no task with that key was ever scheduled. */
    @Nullable
    List<Place> places(String key) {
        return places.get(key);
    }

    boolean succeeded(String key) {
        return succeeded.getOrDefault(key, false);
    }

    /** The states whose attempts did not all have one key. */
    List<String> unstableKeys() {
        return unstableKeys;
    }

    private ScopeState scope(Event event) {
        return scopes.computeIfAbsent(event.scope(), _ -> new ScopeState(List.of()));
    }

    private void add(Event event) {
        ScopeState scope = scope(event);
        switch (event.detail()) {
            case Event.StateEntered entered -> {
                scope.state = entered.name();
                scope.entered = event.sequence();
                scope.key = "";
            }
            case Event.ParallelStarted started -> {
                for (int i = 0; i < started.startAt().size(); i++) branch(started.firstScope() + i, event, scope);
            }
            case Event.MapIterationStarted started -> branch(started.iteration(), event, scope);
            case Event.TaskScheduled task -> schedule(event, scope, task.key());
            case Event.TaskSucceeded _ -> succeeded.put(scope.key, true);
            default -> {}
        }
    }

    private void branch(int number, Event event, ScopeState around) {
        scopes.put(number, new ScopeState(with(around, event)));
    }

    private List<Place> with(ScopeState scope, Event event) {
        List<Place> all = new ArrayList<>(scope.within);
        all.add(new Place(execution, event.scope(), scope.entered));
        return List.copyOf(all);
    }

    private void schedule(Event event, ScopeState scope, String key) {
        if (!scope.key.isEmpty() && !scope.key.equals(key)) unstableKeys.add(scope.state);
        scope.key = key;
        scheduled.put(event.sequence(), new Scheduled(scope.state, key));
        if (!key.endsWith(Participants.UNDO)) places.putIfAbsent(key, with(scope, event));
    }
}
