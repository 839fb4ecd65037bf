package dev.skald.cli;

import dev.skald.cli.project.SettingValues;
import dev.skald.engine.Skald;
import dev.skald.server.Observation;
import dev.skald.server.triggers.ApiKey;
import dev.skald.server.triggers.HttpTrigger;
import dev.skald.tasks.events.EventDefinitions;
import dev.skald.tasks.events.EventRule;
import dev.skald.tasks.events.Schedule;
import dev.skald.tasks.functions.FunctionDefinition;
import dev.skald.tasks.http.Connection;
import java.util.List;

/**
 * A store without a server as the place of applications: machines, rules and schedules are in the store at once, everything
 * begins with the next server.
 */
final class SiteAtRest extends StoreSite {
    private final Skald skald;

    SiteAtRest(SettingValues values, Skald skald, Observation observation, Facilities facilities) {
        super(values, observation, facilities);
        this.skald = skald;
    }

    @Override
    public void functions(List<FunctionDefinition> functions) {}

    @Override
    public void triggers(List<HttpTrigger> triggers, List<ApiKey> keys) {}

    @Override
    public void connections(List<Connection> connections) {}

    @Override
    public void checkEvents(String application, List<String> buses, List<EventRule> rules, List<Schedule> schedules) {
        EventDefinitions.of(skald).check(application, buses, rules, schedules);
    }

    @Override
    public void events(String application, List<String> buses, List<EventRule> rules, List<Schedule> schedules) {
        EventDefinitions.of(skald).replace(application, buses, rules, schedules);
    }

    @Override
    public List<String> addresses() {
        return List.of();
    }
}
