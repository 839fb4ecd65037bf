package dev.skald.cli;

import dev.skald.cli.project.Setting;
import dev.skald.cli.project.SettingValues;
import dev.skald.engine.Skald;
import dev.skald.server.Observation;
import dev.skald.server.triggers.ApiKey;
import dev.skald.server.triggers.HttpTrigger;
import dev.skald.server.triggers.HttpTriggers;
import dev.skald.server.triggers.TriggerListing;
import dev.skald.server.triggers.TriggerSettings;
import dev.skald.tasks.events.EventRule;
import dev.skald.tasks.events.Schedule;
import dev.skald.tasks.functions.FunctionDefinition;
import dev.skald.tasks.http.Connection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** This process as the place where applications run. The port of HTTP triggers is taken when there is the first of them. */
final class LocalSite extends StoreSite implements AutoCloseable {
    private static final String RESULT = "result";
    private static final String STATUS_KEY = "triggers.key";
    private static final int PORT_MAX = 65_535;

    private final SettingValues values;
    private final TriggerSettings settings;
    private final Skald skald;
    private final Observation observation;
    private final Facilities facilities;
    private @Nullable HttpTriggers triggers;

    /** @param settings see {@link #settings(SettingValues, Path)} */
    LocalSite(
            SettingValues values,
            TriggerSettings settings,
            Skald skald,
            Observation observation,
            Facilities facilities) {
        super(values, observation, facilities);
        this.values = values;
        this.settings = settings;
        this.skald = skald;
        this.observation = observation;
        this.facilities = facilities;
    }

    @Override
    public void functions(List<FunctionDefinition> functions) {
        facilities.functions().deploy(functions);
    }

    @Override
    public void connections(List<Connection> connections) {
        facilities.connections().deploy(connections);
    }

    @Override
    public void checkEvents(String application, List<String> buses, List<EventRule> rules, List<Schedule> schedules) {
        facilities.bus().check(application, buses, rules, schedules);
    }

    @Override
    public void events(String application, List<String> buses, List<EventRule> rules, List<Schedule> schedules) {
        facilities.bus().deploy(application, buses, rules, schedules);
    }

    @Override
    public synchronized void triggers(List<HttpTrigger> wanted, List<ApiKey> keys) {
        if (triggers == null && wanted.isEmpty()) return;
        started().deploy(wanted, keys);
    }

    private HttpTriggers started() {
        HttpTriggers running = triggers;
        if (running != null) return running;
        try {
            running = HttpTriggers.start(skald, settings, observation.metrics(), facilities.invokers());
        } catch (IOException taken) {
            throw new IllegalArgumentException(
                    "HTTP triggers cannot listen on port " + values.required(Setting.HTTP_PORT) + ": "
                            + taken.getMessage() + ". Choose another one with --http-port.",
                    taken);
        }
        triggers = running;
        return running;
    }

    /**
     * How triggers listen and answer: looked at when the process starts, though the first trigger may come later.
     *
     * @param data where the store is
     */
    static TriggerSettings settings(SettingValues values, Path data) {
        int waitMax = values.integer(Setting.HTTP_WAIT_SECONDS, 0, (int) TriggerSettings.WAIT_MAX.toSeconds());
        TriggerSettings usual = TriggerSettings.DEFAULTS;
        int port = values.integer(Setting.HTTP_PORT, 0, PORT_MAX);
        return usual.with(usual.listening().at(values.required(Setting.HTTP_HOST), port))
                .with(new TriggerSettings.Names(
                        values.required(Setting.ACCOUNT_ID),
                        values.required(Setting.REGION),
                        usual.names().stage()))
                .with(machineAnswer(values))
                .with(usual.waiting().atMost(Duration.ofSeconds(waitMax)))
                .withPayloadMax(EngineSettings.of(values).limits().payloadBytesMax())
                .withKeyFile(data.resolve(STATUS_KEY));
    }

    private static TriggerSettings.MachineAnswer machineAnswer(SettingValues values) {
        return values.choice(Setting.HTTP_ANSWER, List.of(RESULT, "start")).equals(RESULT)
                ? TriggerSettings.MachineAnswer.RESULT
                : TriggerSettings.MachineAnswer.START;
    }

    @Override
    public synchronized List<String> addresses() {
        return triggers == null
                ? List.of()
                : triggers.listing().stream().map(LocalSite::line).toList();
    }

    private static String line(TriggerListing trigger) {
        String key = trigger.isPrivate() ? ", with X-Api-Key" : "";
        return trigger.method() + " " + trigger.url() + " -> " + trigger.target() + key;
    }

    @Override
    public synchronized void close() {
        if (triggers != null) triggers.close();
    }
}
