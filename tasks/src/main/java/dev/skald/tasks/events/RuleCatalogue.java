package dev.skald.tasks.events;

import dev.skald.asl.Json;
import dev.skald.asl.MalformedJson;
import dev.skald.engine.EventSpace;
import dev.skald.engine.ServiceException;
import dev.skald.engine.store.EventDefinitionRow;
import dev.skald.engine.store.EventDefinitionRow.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Buses and rules one by one, as the operations of EventBridge have them. What is made here belongs to no application; a
 * rule of an application that is changed here stays the application's, until that is deployed again.
 */
public final class RuleCatalogue {
    /** To whom what is made by calls belongs. */
    private static final String NOBODY = "";

    private final EventSpace space;
    private final EventWriter writer;
    private final Runnable changed;

    RuleCatalogue(EventSpace space, EventWriter writer, Runnable changed) {
        this.space = space;
        this.writer = writer;
        this.changed = changed;
    }

    // Looking.

    /** The names of all buses, in their order. */
    public List<String> buses() {
        return writer.rules().buses();
    }

    /** @throws ServiceException ResourceNotFoundException */
    public String bus(String nameOrArn) {
        String name = BusArn.name(nameOrArn);
        if (!writer.rules().hasBus(name)) throw noBus(name);
        return name;
    }

    /** The rules of a bus. */
    public List<EventRule> rules(String bus) {
        return writer.rules().ofBus(bus);
    }

    /** @throws ServiceException ResourceNotFoundException */
    public EventRule rule(String bus, String name) {
        EventRule rule = writer.rules().rule(bus, name);
        if (rule == null) throw noRule(bus, name);
        return rule;
    }

    public List<Schedule> schedules() {
        return writer.rules().schedules();
    }

    public String arn(String bus) {
        return BusArn.of(space, bus);
    }

    public String arn(EventRule rule) {
        return BusArn.ofRule(space, rule.bus(), rule.name());
    }

    /**
     * Whether an event matches a pattern.
     *
     * @param event as JSON text
     * @throws ServiceException InvalidEventPatternException; ValidationException for an event that is no JSON object
     */
    public static boolean matches(String pattern, String event) {
        EventPattern.check(pattern);
        var index = new PatternIndex<String>();
        index.add(pattern, pattern);
        try {
            if (Json.parse(event).isObject()) return !index.matching(event).isEmpty();
        } catch (MalformedJson malformed) {
            throw new ServiceException("ValidationException", "Parameter Event is not valid: " + malformed.message());
        } catch (UnmatchableEvent unreadable) {
            throw new ServiceException(
                    "ValidationException", "Parameter Event is not valid: " + unreadable.getMessage());
        }
        throw new ServiceException("ValidationException", "Parameter Event is not valid: it is no JSON object.");
    }

    // Changing.

    /** @throws ServiceException ResourceAlreadyExistsException, ValidationException */
    public void createBus(String name) {
        Definitions.checkBus(name);
        define(rules -> {
            if (rules.hasBus(name))
                throw new ServiceException("ResourceAlreadyExistsException", "Event bus " + name + " already exists.");
            return with(rules, NOBODY, row -> true, EventCodec.bus(NOBODY, name));
        });
    }

    /**
     * No error when there is none.
     *
     * @throws ServiceException ValidationException for the default bus, or one with rules
     */
    public void deleteBus(String name) {
        if (name.equals(EventRule.DEFAULT_BUS)) throw invalid("Cannot delete event bus default.");
        if (!writer.rules().hasBus(name)) return;
        define(rules -> {
            if (!rules.ofBus(name).isEmpty()) throw invalid("Event bus " + name + " has rules: delete them first.");
            return without(rules, Kind.BUS, "", name);
        });
    }

    /**
     * Makes a rule, or changes it.
     *
     * @param change gets the rule that is there, or null
     * @return the rule as it is now
     * @throws ServiceException what {@code change} throws, and as {@link EventBus#deploy}
     */
    public EventRule putRule(String bus, String name, Function<@Nullable EventRule, EventRule> change) {
        define(rules -> {
            EventRule rule = change.apply(rules.rule(bus, name));
            Definitions.check(rule);
            String owner = owner(rules, Kind.RULE, bus, name);
            return with(rules, owner, row -> !is(row, Kind.RULE, bus, name), EventCodec.rule(owner, rule));
        });
        return rule(bus, name);
    }

    /**
     * As {@link #putRule}, of a rule that is there.
     *
     * @throws ServiceException ResourceNotFoundException
     */
    public EventRule changeRule(String bus, String name, Function<EventRule, EventRule> change) {
        return putRule(bus, name, rule -> {
            if (rule == null) throw noRule(bus, name);
            return change.apply(rule);
        });
    }

    /**
     * No error when there is none.
     *
     * @throws ServiceException ValidationException when it has targets
     */
    public void deleteRule(String bus, String name) {
        EventRule known = writer.rules().rule(bus, name);
        if (known == null) return;
        define(rules -> {
            EventRule rule = rules.rule(bus, name);
            if (rule != null && !rule.targets().isEmpty()) throw invalid("Rule can't be deleted since it has targets.");
            return without(rules, Kind.RULE, bus, name);
        });
    }

    private void define(Function<Rules, EventWriter.Definition> change) {
        writer.define(change);
        changed.run();
    }

    private static EventWriter.Definition with(
            Rules rules, String owner, Predicate<EventDefinitionRow> stays, EventDefinitionRow added) {
        List<EventDefinitionRow> rows = new ArrayList<>(of(rules, owner, stays));
        rows.add(added);
        return Definitions.fitting(owner, rows, rules);
    }

    private static EventWriter.Definition without(Rules rules, Kind kind, String bus, String name) {
        String owner = owner(rules, kind, bus, name);
        return Definitions.fitting(owner, of(rules, owner, row -> !is(row, kind, bus, name)), rules);
    }

    private static List<EventDefinitionRow> of(Rules rules, String owner, Predicate<EventDefinitionRow> stays) {
        return rules.rows().stream()
                .filter(row -> row.application().equals(owner) && stays.test(row))
                .toList();
    }

    private static String owner(Rules rules, Kind kind, String bus, String name) {
        return rules.rows().stream()
                .filter(row -> is(row, kind, bus, name))
                .findFirst()
                .map(EventDefinitionRow::application)
                .orElse(NOBODY);
    }

    private static boolean is(EventDefinitionRow row, Kind kind, String bus, String name) {
        return row.kind() == kind && row.bus().equals(bus) && row.name().equals(name);
    }

    private static ServiceException noBus(String name) {
        return new ServiceException("ResourceNotFoundException", "Event bus " + name + " does not exist.");
    }

    private static ServiceException noRule(String bus, String name) {
        return new ServiceException(
                "ResourceNotFoundException", "Rule " + name + " does not exist on EventBus " + bus + ".");
    }

    private static ServiceException invalid(String message) {
        return new ServiceException("ValidationException", message);
    }
}
