package dev.skald.deploy.serverless;

import dev.skald.deploy.reading.Section;
import dev.skald.deploy.reading.Value;
import dev.skald.deploy.reading.Value.Scalar;
import dev.skald.deploy.serverless.TriggerEvent.Event;
import dev.skald.server.triggers.HttpTrigger;
import dev.skald.server.triggers.HttpTrigger.Cors;
import dev.skald.server.triggers.HttpTrigger.Flavour;
import dev.skald.server.triggers.HttpTrigger.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the events of one function. */
final class FunctionEvents {
    private final String key;
    private final String name;
    private final ServerlessDefaults provider;
    private final ServerlessContext context;

    private FunctionEvents(String key, String name, ServerlessDefaults provider, ServerlessContext context) {
        this.key = key;
        this.name = name;
        this.provider = provider;
        this.context = context;
    }

    static void read(
            Section function, String key, String name, ServerlessDefaults provider, ServerlessContext context) {
        List<Value> events = function.list("events");
        FunctionEvents reader = new FunctionEvents(key, name, provider, context);
        for (int i = 0; i < events.size(); i++) reader.event(events.get(i), function.path("events") + "[" + i + "]", i);
    }

    private void event(Value item, String path, int index) {
        TriggerEvent.of(item, path, context.reading()).ifPresent(event -> {
            BusEvents bus = new BusEvents(key, index, context.account().function(name), context);
            switch (event.kind()) {
                case "http" -> http(event, index);
                case "httpApi" -> httpApi(event, index);
                case "schedule" -> bus.schedule(event);
                case "eventBridge", "cloudwatchEvent" -> bus.rule(event);
                default ->
                    context.reading()
                            .unsupported(
                                    event.path(), "nothing here calls the function for events `" + event.kind() + "`");
            }
        });
    }

    private void http(Event event, int index) {
        if (event.value() instanceof Scalar scalar) {
            add(event, index, Flavour.REST, method(scalar.text()), path(scalar.text()), false, null);
            return;
        }
        try (Section http = Section.of(event.value(), event.path(), context.reading())) {
            String method = TriggerEvent.method(http.neededText("method"));
            TriggerEvent.authorizer(http);
            http.text("integration")
                    .filter(each -> !each.matches("(?i)(lambda|aws)[-_]proxy"))
                    .ifPresent(each -> context.reading()
                            .unsupported(http.path("integration"), "the function gets and gives Lambda proxy events"));
            http.unsupported("requests are not checked or mapped before the function gets them", "request");
            http.unsupported("the function's own answer is sent", "response");
            http.unsupported("the caller waits for the function", "async");
            http.unsupported("no limit of its own: the function's time-out counts", "timeoutInMillis");
            http.harmless("operationId", "connectionType", "connectionId");
            boolean isPrivate = http.flag("private", false);
            Cors cors = HttpCors.ofEvent(http, method).orElse(null);
            add(event, index, Flavour.REST, method, TriggerEvent.path(http.neededText("path")), isPrivate, cors);
        }
    }

    private void httpApi(Event event, int index) {
        if (event.value() instanceof Scalar scalar) {
            addHttpApi(event, index, scalar.text().equals("*") ? "ANY /{proxy+}" : scalar.text());
            return;
        }
        try (Section http = Section.of(event.value(), event.path(), context.reading())) {
            TriggerEvent.authorizer(http);
            http.unsupported("no limit of its own: the function's time-out counts", "timeout");
            String path = http.neededText("path");
            String method = http.text("method", "ANY");
            addHttpApi(event, index, path.equals("*") ? "ANY /{proxy+}" : method + " " + path);
        }
    }

    private void addHttpApi(Event event, int index, String route) {
        add(event, index, Flavour.HTTP, method(route), path(route), false, provider.httpApiCors());
    }

    private void add(
            Event event,
            int index,
            Flavour flavour,
            String method,
            String path,
            boolean isPrivate,
            @Nullable Cors cors) {
        String called = key + " " + event.kind() + " " + (index + 1);
        context.draft()
                .add(
                        new HttpTrigger(called, flavour, method, path, isPrivate, cors, new Target.Function(name)),
                        event.value().place());
    }

    /** Of {@code POST orders/create}. */
    private static String method(String route) {
        int space = route.strip().indexOf(' ');
        return TriggerEvent.method(space < 0 ? "ANY" : route.strip().substring(0, space));
    }

    private static String path(String route) {
        int space = route.strip().indexOf(' ');
        return TriggerEvent.path(route.strip().substring(space + 1));
    }
}
