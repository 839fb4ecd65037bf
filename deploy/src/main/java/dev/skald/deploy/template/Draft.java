package dev.skald.deploy.template;

import dev.skald.deploy.Application;
import dev.skald.deploy.Machine;
import dev.skald.deploy.Resource;
import dev.skald.deploy.reading.Place;
import dev.skald.deploy.reading.Reading;
import dev.skald.server.triggers.ApiKey;
import dev.skald.server.triggers.HttpTrigger;
import dev.skald.tasks.events.EventRule;
import dev.skald.tasks.events.Schedule;
import dev.skald.tasks.functions.FunctionDefinition;
import dev.skald.tasks.http.Connection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An application in the making; refuses what is there twice. */
public final class Draft {
    private final Reading reading;
    private final Map<String, Machine> machines = new LinkedHashMap<>();
    private final Set<String> activities = new LinkedHashSet<>();
    private final Map<String, FunctionDefinition> functions = new LinkedHashMap<>();
    private final List<HttpTrigger> triggers = new ArrayList<>();
    private final Set<String> routes = new HashSet<>();
    private final Map<String, ApiKey> apiKeys = new LinkedHashMap<>();
    private final Set<String> buses = new LinkedHashSet<>();
    private final Map<String, EventRule> rules = new LinkedHashMap<>();
    private final Map<String, Schedule> schedules = new LinkedHashMap<>();
    private final Map<String, Connection> connections = new LinkedHashMap<>();
    private final Map<String, Resource> resources = new LinkedHashMap<>();

    public Draft(Reading reading) {
        this.reading = reading;
    }

    private <T> void put(Map<String, T> all, String name, T value, String kind, Place place) {
        if (all.putIfAbsent(name, value) != null)
            reading.problem(place, "there are two " + kind + " of the name `" + name + "`");
    }

    public void add(Machine machine, Place place) {
        put(machines, machine.name(), machine, "state machines", place);
    }

    public void addActivity(String name) {
        activities.add(name);
    }

    public void add(FunctionDefinition function, Place place) {
        put(functions, function.name(), absolute(function), "functions", place);
    }

    /** Whoever runs it may stand elsewhere. */
    private static FunctionDefinition absolute(FunctionDefinition function) {
        return new FunctionDefinition(
                function.name(),
                function.runtime(),
                function.handler(),
                absolute(function.code()),
                function.layers().stream().map(Draft::absolute).toList(),
                function.environment(),
                function.timeout(),
                function.memoryMegabytes(),
                function.concurrency());
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    public void add(HttpTrigger trigger, Place place) {
        if (routes.add(trigger.method() + " " + trigger.path())) triggers.add(trigger);
        else reading.problem(place, "`" + trigger.method() + " " + trigger.path() + "` is there twice");
    }

    public void add(ApiKey key, Place place) {
        put(apiKeys, key.name(), key, "API keys", place);
    }

    /** The default bus is there anyway. */
    public void addBus(String name) {
        if (!name.equals(EventRule.DEFAULT_BUS)) buses.add(name);
    }

    public void add(EventRule rule, Place place) {
        put(rules, rule.bus() + "/" + rule.name(), rule, "rules", place);
    }

    public void add(Schedule schedule, Place place) {
        put(schedules, schedule.name(), schedule, "schedules", place);
    }

    public void add(Connection connection, Place place) {
        put(connections, connection.name(), connection, "connections", place);
    }

    public void add(Resource resource, Place place) {
        put(resources, resource.type() + "/" + resource.name(), resource, "resources " + resource.type(), place);
    }

    public boolean hasApiKeys() {
        return !apiKeys.isEmpty();
    }

    public Application finish(String name, String stage, String region) {
        return new Application(
                name,
                stage,
                region,
                List.copyOf(machines.values()),
                List.copyOf(activities),
                List.copyOf(functions.values()),
                triggers.stream()
                        .map(trigger -> trigger.withStage(stage.isEmpty() ? null : stage))
                        .toList(),
                List.copyOf(apiKeys.values()),
                List.copyOf(buses),
                List.copyOf(rules.values()),
                List.copyOf(schedules.values()),
                List.copyOf(connections.values()),
                List.copyOf(resources.values()),
                reading.notices());
    }
}
