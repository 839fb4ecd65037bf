package dev.skald.deploy;

import dev.skald.server.triggers.ApiKey;
import dev.skald.server.triggers.HttpTrigger;
import dev.skald.tasks.events.EventRule;
import dev.skald.tasks.events.Schedule;
import dev.skald.tasks.functions.FunctionDefinition;
import dev.skald.tasks.http.Connection;
import java.util.List;

/**
 * What a project file describes, with every variable resolved.
 *
 * @param name the service or stack
 * @param stage such as {@code dev}; empty when there are none
 * @param region the one in its ARNs: the server's, or the one that the project names
 * @param buses event buses beside the default one
 * @param resources tables, buckets, queues, topics that are created at the configured endpoints
 * @param notices what is not taken over as it stands, in the order of the file
 */
public record Application(
        String name,
        String stage,
        String region,
        List<Machine> machines,
        List<String> activities,
        List<FunctionDefinition> functions,
        List<HttpTrigger> triggers,
        List<ApiKey> apiKeys,
        List<String> buses,
        List<EventRule> rules,
        List<Schedule> schedules,
        List<Connection> connections,
        List<Resource> resources,
        List<Notice> notices) {
    public Application {
        machines = List.copyOf(machines);
        activities = List.copyOf(activities);
        functions = List.copyOf(functions);
        triggers = List.copyOf(triggers);
        apiKeys = List.copyOf(apiKeys);
        buses = List.copyOf(buses);
        rules = List.copyOf(rules);
        schedules = List.copyOf(schedules);
        connections = List.copyOf(connections);
        resources = List.copyOf(resources);
        notices = List.copyOf(notices);
    }

    /** The same with other machines. */
    Application withMachines(List<Machine> others) {
        return new Application(
                name,
                stage,
                region,
                others,
                activities,
                functions,
                triggers,
                apiKeys,
                buses,
                rules,
                schedules,
                connections,
                resources,
                notices);
    }

    /** What it is called when it is deployed: name and stage. */
    public String id() {
        return stage.isEmpty() ? name : name + "-" + stage;
    }
}
