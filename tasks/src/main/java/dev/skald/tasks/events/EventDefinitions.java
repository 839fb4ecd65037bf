package dev.skald.tasks.events;

import dev.skald.engine.EventSpace;
import dev.skald.engine.ServiceException;
import dev.skald.engine.Skald;
import dev.skald.engine.store.EventDefinitionRow;
import java.util.ArrayList;
import java.util.List;

/**
 * What applications define on the buses of an engine: buses beside the default one, rules, schedules. Checked, and replaced
 * at once; nothing is brought to a target here, so that the engine's bus need not be open.
 */
public final class EventDefinitions {
    private final EventWriter writer;

    EventDefinitions(EventWriter writer) {
        this.writer = writer;
    }

    /** Those of an engine whose bus is not open. */
    public static EventDefinitions of(Skald skald) {
        EventSpace space = skald.events();
        var writer = new EventWriter(space);
        writer.open();
        return new EventDefinitions(writer);
    }

    /**
     * Tells whether {@link #replace} would do it now. Nothing changes.
     *
     * @throws dev.skald.engine.ServiceException as {@link EventBus#deploy}
     */
    public void check(String application, List<String> buses, List<EventRule> rules, List<Schedule> schedules) {
        var _ = Definitions.fitting(application, rows(application, buses, rules, schedules), writer.rules());
    }

    /**
     * Replaces, at once, all that an application defines.
     *
     * @throws dev.skald.engine.ServiceException as {@link EventBus#deploy}: nothing has changed then
     */
    public void replace(String application, List<String> buses, List<EventRule> rules, List<Schedule> schedules) {
        List<EventDefinitionRow> rows = rows(application, buses, rules, schedules);
        writer.define(known -> Definitions.fitting(application, rows, known));
    }

    /** A project has many rules: so it is told which one is wrong. */
    private static void check(EventRule rule) {
        try {
            Definitions.check(rule);
        } catch (ServiceException wrong) {
            throw new ServiceException(wrong.code(), "The rule " + rule.name() + ": " + wrong.message());
        }
    }

    private static List<EventDefinitionRow> rows(
            String application, List<String> buses, List<EventRule> rules, List<Schedule> schedules) {
        buses.forEach(Definitions::checkBus);
        rules.forEach(EventDefinitions::check);
        schedules.forEach(Definitions::check);
        List<EventDefinitionRow> rows = new ArrayList<>();
        for (String bus : buses) rows.add(EventCodec.bus(application, bus));
        for (EventRule rule : rules) rows.add(EventCodec.rule(application, rule));
        for (Schedule schedule : schedules) rows.add(EventCodec.schedule(application, schedule));
        return rows;
    }
}
