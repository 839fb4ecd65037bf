package dev.skald.tasks.events;

import dev.skald.asl.Json;
import dev.skald.asl.MalformedJson;
import dev.skald.asl.PathSelector;
import dev.skald.engine.ServiceException;
import dev.skald.engine.store.EventDefinitionRow;
import dev.skald.engine.store.EventDefinitionRow.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks what an application defines before any of it counts. */
final class Definitions {
    /** How many targets a rule may have; AWS has 5 as a default that can be raised. */
    static final int TARGETS_MAX = 100;

    /** How many definitions there may be in all. */
    static final int ALL_MAX = 10_000;

    private static final Pattern NAME = Pattern.compile("[.\\-_A-Za-z0-9]{1,64}");
    private static final Pattern BUS_NAME = Pattern.compile("[/.\\-_A-Za-z0-9]{1,256}");
    private static final int RETRY_ATTEMPTS_MAX = 185;
    private static final Duration RETRY_AGE_MIN = Duration.ofSeconds(60);
    private static final Duration RETRY_AGE_MAX = Duration.ofHours(24);

    private Definitions() {}

    /** @throws ServiceException InvalidEventPatternException, ValidationException */
    static void check(EventRule rule) {
        if (!NAME.matcher(rule.name()).matches()) throw invalid("'" + rule.name() + "' is no name of a rule.");
        checkBus(rule.bus());
        EventPattern.check(rule.pattern());
        if (rule.targets().size() > TARGETS_MAX)
            throw invalid("The rule " + rule.name() + " has more than " + TARGETS_MAX + " targets.");
        Set<String> ids = new HashSet<>();
        for (EventTarget target : rule.targets()) {
            if (!ids.add(target.id()))
                throw invalid("The rule " + rule.name() + " has two targets " + target.id() + ".");
            check(target);
        }
    }

    /** @throws ServiceException ValidationException */
    static void check(Schedule schedule) {
        if (!NAME.matcher(schedule.name()).matches())
            throw invalid("'" + schedule.name() + "' is no name of a schedule.");
        try {
            ScheduleTimes.of(schedule.expression(), schedule.zone());
        } catch (IllegalArgumentException wrong) {
            throw invalid("The schedule " + schedule.name() + ": " + wrong.getMessage());
        }
        check(schedule.target());
    }

    static void checkBus(String name) {
        if (!BUS_NAME.matcher(name).matches()) throw invalid("'" + name + "' is no name of an event bus.");
    }

    private static void check(EventTarget target) {
        if (target.id().isEmpty() || target.arn().isEmpty()) throw invalid("A target has an id and an ARN.");
        EventTarget.Retry retry = target.retry();
        if (retry.attempts() < 0 || retry.attempts() > RETRY_ATTEMPTS_MAX)
            throw invalid("MaximumRetryAttempts is from 0 to " + RETRY_ATTEMPTS_MAX + ".");
        if (retry.age().compareTo(RETRY_AGE_MIN) < 0 || retry.age().compareTo(RETRY_AGE_MAX) > 0)
            throw invalid("MaximumEventAgeInSeconds is from 60 to 86400.");
        try {
            check(target.input());
        } catch (IllegalArgumentException | MalformedJson wrong) {
            throw invalid("The input of the target " + target.id() + ": " + wrong.getMessage());
        }
    }

    private static void check(EventTarget.Input input) throws MalformedJson {
        switch (input) {
            case EventTarget.Input.Event() -> {}
            case EventTarget.Input.Constant(var json) -> Json.parse(json);
            case EventTarget.Input.Part(var path) -> PathSelector.of(path);
            case EventTarget.Input.Transformer(var paths, var template) -> {
                if (template.length() > TargetInput.RESULT_MAX) throw new IllegalArgumentException("it is too long");
                paths.values().forEach(PathSelector::of);
            }
        }
    }

    private static ServiceException invalid(String message) {
        return new ServiceException("ValidationException", message);
    }

    /**
     * Checks definitions against those that stay.
     *
     * @throws ServiceException ConflictException for a name that another application has, ResourceNotFoundException for a
     *     bus that is not there (a rule of an application brings its own), LimitExceededException, ValidationException for
     *     rules that send events in a circle
     */
    static EventWriter.Definition fitting(String application, List<EventDefinitionRow> wanted, Rules rules) {
        List<EventDefinitionRow> all = new ArrayList<>();
        Map<String, String> owners = new HashMap<>();
        for (EventDefinitionRow row : rules.rows()) {
            if (row.application().equals(application)) continue;
            owners.put(key(row), row.application());
            all.add(row);
        }
        for (EventDefinitionRow row : wanted) {
            String owner = owners.putIfAbsent(key(row), application);
            if (owner != null) throw taken(row, owner.equals(application) ? "this project, twice" : owner);
            all.add(row);
        }
        if (all.size() > ALL_MAX)
            throw new ServiceException("LimitExceededException", "There are more than " + ALL_MAX + " definitions.");
        checkBuses(new Rules(all));
        return new EventWriter.Definition(application, wanted);
    }

    private static String key(EventDefinitionRow row) {
        return row.kind() + "\n" + row.bus() + "\n" + row.name();
    }

    private static ServiceException taken(EventDefinitionRow row, String owner) {
        String what = switch (row.kind()) {
            case BUS -> "The event bus ";
            case RULE -> "The rule ";
            case SCHEDULE -> "The schedule ";
        };
        String by = owner.isEmpty() ? "by a call of the API" : "by " + owner;
        return new ServiceException("ConflictException", what + row.name() + " is defined " + by + " already.");
    }

    private static void checkBuses(Rules all) {
        Set<String> defined = new HashSet<>(Set.of(EventRule.DEFAULT_BUS));
        for (EventDefinitionRow row : all.rows()) {
            if (row.kind() == Kind.BUS) defined.add(row.name());
            // Several projects may listen on one bus, whoever owns it; calls of the API need one that is there.
            if (row.kind() == Kind.RULE && !row.application().isEmpty()) defined.add(row.bus());
        }
        for (String bus : all.buses()) {
            if (!defined.contains(bus))
                throw new ServiceException("ResourceNotFoundException", "Event bus " + bus + " does not exist.");
            checkWay(all, bus, new ArrayList<>(List.of(bus)), new HashSet<>());
        }
    }

    /** Follows the targets that are buses: an event that comes back would never end. */
    private static void checkWay(Rules all, String bus, List<String> way, Set<String> seen) {
        if (!seen.add(bus)) return;
        for (EventRule rule : all.ofBus(bus))
            for (EventTarget target : rule.targets()) {
                if (!BusArn.is(target.arn())) continue;
                String next = BusArn.name(target.arn());
                if (next.equals(way.getFirst()))
                    throw invalid(
                            "The rule " + rule.name() + " sends events in a circle, back to the bus " + next + ".");
                checkWay(all, next, way, seen);
            }
    }
}
