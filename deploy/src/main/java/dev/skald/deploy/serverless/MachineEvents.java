package dev.skald.deploy.serverless;

import dev.skald.deploy.reading.Section;
import dev.skald.deploy.reading.Value;
import dev.skald.deploy.reading.Value.Mapping;
import dev.skald.deploy.reading.Value.Scalar;
import dev.skald.deploy.serverless.TriggerEvent.Event;
import dev.skald.server.triggers.HttpTrigger;
import dev.skald.server.triggers.HttpTrigger.Flavour;
import dev.skald.server.triggers.HttpTrigger.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the events of one machine: section 8.2 of the reference. */
final class MachineEvents {
    private static final String LAMBDA_PROXY = "lambda_proxy";
    private static final String JSON = "application/json";

    private final String key;
    private final String name;
    private final ServerlessContext context;

    private MachineEvents(String key, String name, ServerlessContext context) {
        this.key = key;
        this.name = name;
        this.context = context;
    }

    static void read(Section machine, String key, String name, ServerlessContext context) {
        List<Value> events = machine.list("events");
        MachineEvents reader = new MachineEvents(key, name, context);
        for (int i = 0; i < events.size(); i++) reader.event(events.get(i), machine.path("events") + "[" + i + "]", i);
    }

    private void event(Value item, String path, int index) {
        TriggerEvent.of(item, path, context.reading()).ifPresent(event -> {
            BusEvents bus = new BusEvents(key, index, context.account().stateMachine(name), context);
            switch (event.kind()) {
                case "http" -> http(event, index);
                case "schedule" -> bus.schedule(event);
                case "eventBridge", "cloudwatchEvent" -> bus.rule(event);
                default ->
                    context.reading()
                            .unsupported(
                                    event.path(), "nothing here starts the machine for events `" + event.kind() + "`");
            }
        });
    }

    private void http(Event event, int index) {
        if (event.value() instanceof Scalar scalar) {
            shortHttp(event, scalar.text(), index);
            return;
        }
        try (Section http = Section.of(event.value(), event.path(), context.reading())) {
            String method = TriggerEvent.method(http.neededText("method"));
            TriggerEvent.authorizer(http);
            http.unsupported("permissions are not checked here", "iamRole");
            http.harmless("operationId");
            HttpTrigger trigger = new HttpTrigger(
                    key + " http " + (index + 1),
                    Flavour.REST,
                    method,
                    TriggerEvent.path(http.neededText("path")),
                    http.flag("private", false),
                    HttpCors.ofEvent(http, method).orElse(null),
                    target(http));
            context.draft().add(trigger, event.value().place());
            if (trigger.isPrivate() && !context.draft().hasApiKeys())
                context.reading().warn(http.path("private"), "the project has no `apiKeys`: nobody can call it");
        }
    }

    /** {@code POST posts/create}. */
    private void shortHttp(Event event, String route, int index) {
        String[] parts = route.strip().split("\\s+", 2);
        if (parts.length < 2) {
            context.reading().problem(event.value().place(), "`" + event.path() + "` must be like `POST orders`");
            return;
        }
        Target target = new Target.Machine(name, null, Map.of(), false, List.of(), Map.of(), null);
        HttpTrigger trigger = new HttpTrigger(
                key + " http " + (index + 1),
                Flavour.REST,
                TriggerEvent.method(parts[0]),
                TriggerEvent.path(parts[1]),
                false,
                null,
                target);
        context.draft().add(trigger, event.value().place());
    }

    private Target target(Section http) {
        Optional<Section> request = http.section("request");
        Map<String, String> templates = request.map(MachineEvents::templates).orElse(Map.of());
        boolean isProxy = templates.containsValue(LAMBDA_PROXY);
        request.ifPresent(MachineEvents::ignore);
        HttpResponses responses = HttpResponses.read(http, context.reading());
        return new Target.Machine(
                name,
                http.text("action").orElse(null),
                isProxy ? Map.of() : templates,
                isProxy,
                responses.responses(),
                responses.headers(),
                http.whole("timeoutInMillis", 1, Integer.MAX_VALUE)
                        .map(Duration::ofMillis)
                        .orElse(null));
    }

    private static void ignore(Section request) {
        request.unsupported("requests are not checked against schemas", "schemas", "schema");
        request.unsupported(
                "what no template is for is passed on as it is, or is refused with 415 where there are others",
                "passThroughBehavior",
                "passThrough");
        request.unsupported("templates see all parameters", "parameters");
        request.close();
    }

    /** A template by content type; a text alone is for JSON. */
    private static Map<String, String> templates(Section request) {
        Optional<Value> template = request.value("template");
        if (template.isPresent() && template.get() instanceof Mapping) return request.textsByName("template");
        return request.text("template").map(text -> Map.of(JSON, text)).orElse(Map.of());
    }
}
