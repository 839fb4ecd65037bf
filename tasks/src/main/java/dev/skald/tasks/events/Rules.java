package dev.skald.tasks.events;

import dev.skald.engine.store.EventDefinitionRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All that is defined, ready to be matched against. A new one is made when a definition changes. */
final class Rules {
    private final Map<String, Bus> buses = new TreeMap<>();
    private final Map<String, Schedule> schedules = new TreeMap<>();
    private final List<EventDefinitionRow> rows;

    private static final class Bus {
        private final PatternIndex<String> enabled = new PatternIndex<>();
        private final Map<String, EventRule> rules = new LinkedHashMap<>();

        void add(EventRule rule) {
            rules.put(rule.name(), rule);
            if (rule.enabled()) enabled.add(rule.name(), rule.pattern());
        }
    }

    Rules(List<EventDefinitionRow> rows) {
        this.rows = List.copyOf(rows);
        bus(EventRule.DEFAULT_BUS);
        for (EventDefinitionRow row : rows) {
            switch (row.kind()) {
                case BUS -> bus(row.name());
                case RULE -> bus(row.bus()).add(EventCodec.rule(row));
                case SCHEDULE -> schedules.put(row.name(), EventCodec.schedule(row));
            }
        }
    }

    private Bus bus(String name) {
        return buses.computeIfAbsent(name, _ -> new Bus());
    }

    List<EventDefinitionRow> rows() {
        return rows;
    }

    boolean hasBus(String name) {
        return buses.containsKey(name);
    }

    List<String> buses() {
        return List.copyOf(buses.keySet());
    }

    List<EventRule> ofBus(String name) {
        Bus bus = buses.get(name);
        return bus == null ? List.of() : List.copyOf(bus.rules.values());
    }

    @Nullable
    EventRule rule(String busName, String name) {
        Bus bus = buses.get(busName);
        return bus == null ? null : bus.rules.get(name);
    }

    List<Schedule> schedules() {
        return List.copyOf(schedules.values());
    }

    /** The enabled rules of a bus that an event matches. */
    List<EventRule> matching(String busName, String event) {
        Bus bus = buses.get(busName);
        if (bus == null) return List.of();
        List<EventRule> found = new ArrayList<>();
        for (String name : bus.enabled.matching(event)) {
            EventRule rule = bus.rules.get(name);
            if (rule != null) found.add(rule);
        }
        return found;
    }

    /** Whether a rule of the default bus may want to know of executions that begin and end. */
    boolean wantStatusChanges() {
        return ofBus(EventRule.DEFAULT_BUS).stream()
                .anyMatch(rule -> rule.enabled() && EventPattern.mayMatchStatusChanges(rule.pattern()));
    }
}
