package dev.skald.tasks.events;

import dev.skald.engine.store.AwaitRow;
import dev.skald.engine.store.EventStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tasks that wait for events, by their buses. Only the writer uses it. */
final class Awaits {
    /** How many tasks may wait. */
    static final int MAX = 100_000;

    private static final int PAGE = 1_000;

    private final Map<AwaitRow.Key, AwaitRow> rows = new HashMap<>();
    private final Map<String, PatternIndex<AwaitRow.Key>> byBus = new HashMap<>();

    static Awaits load(EventStore store) {
        var awaits = new Awaits();
        var after = new AwaitRow.Key(0, 0);
        List<AwaitRow> page;
        do {
            page = store.awaits(after, PAGE);
            page.forEach(awaits::add);
            if (!page.isEmpty()) after = page.getLast().key();
        } while (page.size() == PAGE);
        return awaits;
    }

    int size() {
        return rows.size();
    }

    boolean contains(AwaitRow.Key key) {
        return rows.containsKey(key);
    }

    void add(AwaitRow row) {
        if (rows.putIfAbsent(row.key(), row) == null)
            byBus.computeIfAbsent(row.bus(), _ -> new PatternIndex<>()).add(row.key(), row.pattern());
    }

    void remove(AwaitRow.Key key) {
        AwaitRow row = rows.remove(key);
        PatternIndex<AwaitRow.Key> index = row == null ? null : byBus.get(row.bus());
        if (row != null && index != null) index.remove(key, row.pattern());
    }

    /** Those whose pattern an event of a bus matches. */
    List<AwaitRow> matching(String bus, String event) {
        PatternIndex<AwaitRow.Key> index = byBus.get(bus);
        if (index == null) return List.of();
        List<AwaitRow> found = new ArrayList<>();
        for (AwaitRow.Key key : index.matching(event)) {
            AwaitRow row = rows.get(key);
            if (row != null) found.add(row);
        }
        return found;
    }

    /** Whether anybody may wait for executions to begin or end. */
    boolean wantStatusChanges() {
        return rows.values().stream()
                .anyMatch(row ->
                        row.bus().equals(EventRule.DEFAULT_BUS) && EventPattern.mayMatchStatusChanges(row.pattern()));
    }
}
