package dev.skald.deploy.serverless;

import dev.skald.deploy.Machine;
import dev.skald.deploy.Notice;
import dev.skald.deploy.reading.Reading;
import dev.skald.deploy.reading.Section;
import dev.skald.deploy.reading.Value;
import dev.skald.deploy.reading.Value.Mapping;
import dev.skald.deploy.template.Definition;
import dev.skald.deploy.template.LoggingConfiguration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code stepFunctions}: section 8.1 of the reference. */
final class ServerlessMachines {
    /** The published spelling of an alarm's metric, and a misspelling that is in use. */
    private static final String TIMED_OUT = "executionsTimedOut";

    private static final String TIME_OUT = "executionsTimeOut";

    private static final List<String> METRICS =
            List.of(TIMED_OUT, "executionsFailed", "executionsAborted", "executionThrottled", "executionsSucceeded");

    private final ServerlessDefaults provider;
    private final ServerlessContext context;

    private ServerlessMachines(ServerlessDefaults provider, ServerlessContext context) {
        this.provider = provider;
        this.context = context;
    }

    static void read(Section top, ServerlessDefaults provider, ServerlessContext context) {
        ServerlessMachines reader = new ServerlessMachines(provider, context);
        top.section("stepFunctions").ifPresent(steps -> {
            steps.harmless("validate", "noOutput");
            steps.texts("activities").forEach(context.draft()::addActivity);
            steps.value("stateMachines")
                    .map(ServerlessProject::named)
                    .orElse(Map.of())
                    .forEach((key, value) -> context.reading().part(() -> reader.machine(key, value)));
            steps.close();
        });
    }

    private void machine(String key, Value value) {
        String path = "stepFunctions.stateMachines." + key;
        try (Section machine = Section.of(value, path, context.reading())) {
            String name = context.scope()
                    .resource(ServerlessContext.logicalId(key) + "StepFunctionsStateMachine")
                    .map(context.scope()::name)
                    .orElse(key);
            machine.harmless("id", "name", "dependsOn", "useExactVersion");
            ignore(machine);
            metrics(machine);
            define(machine, name);
            MachineEvents.read(machine, key, name, context);
            Notifications.read(machine, key, context.account().stateMachine(name), context);
        }
    }

    private void define(Section machine, String name) {
        String type = Definition.type(machine.text("type").orElse(null), machine.place("type"), context.reading());
        Optional<Value> definition = machine.value("definition");
        if (definition.isEmpty()) {
            context.reading().problem(machine.place(), "`" + machine.path() + "` needs `definition`");
            return;
        }
        String text = Definition.text(definition.get(), type, machine.path("definition"), context.reading());
        context.draft().add(new Machine(name, type, text, logging(machine), tags(machine)), machine.place());
    }

    private static @Nullable String logging(Section machine) {
        return machine.section("loggingConfig")
                .map(LoggingConfiguration::ofServerless)
                .orElse(null);
    }

    private Map<String, String> tags(Section machine) {
        Map<String, String> tags = new LinkedHashMap<>();
        if (machine.flag("inheritGlobalTags", true)) tags.putAll(provider.tags());
        tags.putAll(machine.textsByName("tags"));
        return tags;
    }

    private static void ignore(Section machine) {
        machine.unsupported("permissions are not checked here", "role", "iamRoleStatements");
        machine.unsupported("there is no X-Ray here", "tracingConfig");
        machine.unsupported("nothing is encrypted with keys of KMS here", "encryptionConfig");
        machine.unsupported("a machine that leaves the project is removed; its executions end as they began", "retain");
    }

    private static void metrics(Section machine) {
        machine.section("alarms").ifPresent(alarms -> {
            alarms.reading().unsupported(alarms.path(), "there are no alarms here; `/metrics` has the numbers");
            alarms.harmless("topics", "nameTemplate", "treatMissingData", "period");
            names(alarms);
            alarms.close();
        });
        if (!machine.has("metrics")) return;
        machine.reading()
                .warn(
                        machine.path("metrics"),
                        Notice.PUBLIC_PLUGIN + " refuses it; what it names is counted in `/metrics`");
        names(machine);
    }

    private static void names(Section section) {
        for (Value metric : section.list("metrics")) {
            Value name = metric instanceof Mapping mapping ? mapping.members().getOrDefault("metric", metric) : metric;
            section.text(name, section.path("metrics"))
                    .ifPresent(text -> check(text, section.path("metrics"), section.reading()));
        }
    }

    private static void check(String metric, String path, Reading reading) {
        if (metric.equals(TIME_OUT)) reading.warn(path, "`" + TIME_OUT + "` is understood as `" + TIMED_OUT + "`");
        else if (!METRICS.contains(metric)) reading.unsupported(path, "there is no metric `" + metric + "`");
    }
}
