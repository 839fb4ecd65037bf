package dev.skald.deploy;

import dev.skald.asl.Asl;
import dev.skald.server.triggers.HttpTrigger;
import dev.skald.server.triggers.HttpTrigger.Flavour;
import dev.skald.server.triggers.HttpTrigger.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a project uses that AWS, or the tool that deploys there, has not. */
public final class AwsCheck {
    /** API Gateway's own: it answers 504 to whoever waits longer. */
    private static final Duration REST_TIMEOUT_MAX = Duration.ofSeconds(29);

    private static final Duration HTTP_TIMEOUT_MAX = Duration.ofSeconds(30);

    private static final String OWN = ":states:::skald:";
    private static final String MACHINE = "machine ";

    private final List<Notice> found = new ArrayList<>();

    private final Map<String, Duration> timeouts = new HashMap<>();

    private AwsCheck(Application application) {
        application.functions().forEach(function -> timeouts.put(function.name(), function.timeout()));
    }

    /** One notice for each thing, in the order of the application; empty when all of it is on AWS too. */
    public static List<Notice> of(Application application) {
        AwsCheck check = new AwsCheck(application);
        application.machines().forEach(check::machine);
        application.triggers().forEach(check::trigger);
        application.notices().stream()
                .filter(notice -> notice.message().startsWith(Notice.PUBLIC_PLUGIN))
                .forEach(check.found::add);
        return List.copyOf(check.found);
    }

    private void add(String path, String message) {
        found.add(new Notice(Notice.Kind.UNSUPPORTED, path, message));
    }

    private void machine(Machine machine) {
        JsonNode definition = JsonMapper.shared().readTree(machine.definition());
        JsonNode plain = JsonMapper.shared().readTree(Asl.withoutSkaldFields(machine.definition()));
        Set<String> own = new TreeSet<>();
        own(definition, plain, own);
        if (!own.isEmpty())
            add(
                    MACHINE + machine.name(),
                    "AWS does not know " + String.join(", ", own)
                            + ": `skald export` makes a definition that does the same with what AWS has");
        resources(definition, "", machine);
    }

    /** The fields that are in the one and not in the other. */
    private static void own(JsonNode definition, JsonNode plain, Set<String> own) {
        for (var field : definition.properties()) {
            JsonNode other = plain.path(field.getKey());
            if (other.isMissingNode()) own.add(field.getKey());
            else own(field.getValue(), other, own);
        }
        for (int i = 0; i < (definition.isArray() ? definition.size() : 0); i++)
            own(definition.path(i), plain.path(i), own);
    }

    private void resources(JsonNode value, String path, Machine machine) {
        String resource = value.path("Resource").asString("");
        if (resource.contains(OWN)) add(MACHINE + machine.name() + path, "AWS has no `" + resource + "`");
        for (var field : value.properties()) resources(field.getValue(), path + "/" + field.getKey(), machine);
        if (value.isArray()) for (int i = 0; i < value.size(); i++) resources(value.path(i), path + "/" + i, machine);
    }

    private void trigger(HttpTrigger trigger) {
        String path = trigger.method() + " " + trigger.path();
        switch (trigger.target()) {
            case Target.Machine target -> {
                if (target.action() == null)
                    add(
                            path,
                            "AWS answers at once with the ARN of the execution; here the caller waits for its result");
                if (target.timeout() != null) wait(path, trigger.flavour(), target.timeout());
            }
            case Target.Function target -> {
                Duration timeout = timeouts.get(target.name());
                if (timeout != null) wait(path, trigger.flavour(), timeout);
            }
        }
    }

    private void wait(String path, Flavour flavour, Duration wanted) {
        String most = switch (flavour) {
            case REST -> wanted.compareTo(REST_TIMEOUT_MAX) > 0 ? REST_TIMEOUT_MAX.toSeconds() + " s by default" : "";
            case HTTP -> wanted.compareTo(HTTP_TIMEOUT_MAX) > 0 ? HTTP_TIMEOUT_MAX.toSeconds() + " s" : "";
        };
        if (!most.isEmpty()) add(path, "API Gateway waits for " + most + ", not for " + wanted.toSeconds() + " s");
    }
}
