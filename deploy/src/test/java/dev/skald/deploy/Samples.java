package dev.skald.deploy;

import dev.skald.server.triggers.ApiKey;
import dev.skald.server.triggers.HttpTrigger;
import dev.skald.server.triggers.HttpTrigger.Cors;
import dev.skald.server.triggers.HttpTrigger.Flavour;
import dev.skald.server.triggers.HttpTrigger.Response;
import dev.skald.server.triggers.HttpTrigger.Target;
import dev.skald.tasks.events.EventRule;
import dev.skald.tasks.events.EventTarget;
import dev.skald.tasks.events.EventTarget.Input;
import dev.skald.tasks.events.EventTarget.Retry;
import dev.skald.tasks.events.Schedule;
import dev.skald.tasks.functions.FunctionDefinition;
import dev.skald.tasks.http.Connection;
import dev.skald.tasks.http.Connection.Addition;
import dev.skald.tasks.http.Connection.Authorization;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** An application with a part of each kind. */
final class Samples {
    private static final String ORDER = "arn:aws:states:us-east-1:000000000000:stateMachine:order";

    private Samples() {}

    static FunctionDefinition charge(int timeoutSeconds) {
        return charge("charge", timeoutSeconds);
    }

    static FunctionDefinition charge(String name) {
        return charge(name, 3);
    }

    private static FunctionDefinition charge(String name, int timeoutSeconds) {
        return new FunctionDefinition(
                name,
                "nodejs22.x",
                "src/charge.handler",
                Path.of("/project"),
                List.of(Path.of("/project/layer")),
                Map.of("STAGE", "dev"),
                Duration.ofSeconds(timeoutSeconds),
                256,
                4);
    }

    static Application with(Application of, List<FunctionDefinition> functions, List<ApiKey> keys) {
        return new Application(
                of.name(),
                of.stage(),
                of.region(),
                of.machines(),
                of.activities(),
                functions,
                of.triggers(),
                keys,
                of.buses(),
                of.rules(),
                of.schedules(),
                of.connections(),
                of.resources(),
                of.notices());
    }

    static Application whole() {
        return new Application(
                "shop",
                "dev",
                "us-east-1",
                List.of(new Machine(
                        "order",
                        "STANDARD",
                        "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Succeed\"}}}",
                        "{\"level\":\"ALL\"}",
                        Map.of("team", "a"))),
                List.of("approve"),
                List.of(charge(3)),
                List.of(start(), read()),
                List.of(new ApiKey("web", "secret")),
                List.of("shop"),
                List.of(rule()),
                List.of(new Schedule(
                        "nightly",
                        "cron(0 2 * * ? *)",
                        ZoneId.of("Europe/Oslo"),
                        true,
                        null,
                        target(new Input.Constant("{}")))),
                List.of(bank()),
                List.of(new Resource("Jobs", "AWS::SQS::Queue", "jobs", "{\"QueueName\":\"jobs\"}")),
                List.of(new Notice(Notice.Kind.WARNING, "plugins", "Skald does it.")));
    }

    private static HttpTrigger start() {
        var machine = new Target.Machine(
                "order",
                null,
                Map.of("application/json", "$input.body"),
                false,
                List.of(new Response(409, ".*taken.*", Map.of("X-A", "b"), Map.of())),
                Map.of("X-From", "shop"),
                Duration.ofSeconds(50));
        var cors = new Cors(List.of("*"), List.of("A"), List.of("POST"), false, Duration.ofMinutes(5), "no-cache");
        return new HttpTrigger("order http 1", Flavour.REST, "POST", "/orders", true, cors, machine);
    }

    private static HttpTrigger read() {
        return new HttpTrigger(
                "charge httpApi 1", Flavour.HTTP, "GET", "/orders/{id}", false, null, new Target.Function("charge"));
    }

    private static EventRule rule() {
        var transformer = new Input.Transformer(Map.of("id", "$.detail.id"), "{\"id\": <id>}");
        return new EventRule(
                "paid",
                "shop",
                "{\"source\":[\"bank\"]}",
                true,
                "when paid",
                List.of(target(transformer), target(new Input.Part("$.detail")), target(new Input.Event())));
    }

    private static EventTarget target(Input input) {
        return new EventTarget(
                "t-" + input.getClass().getSimpleName(), ORDER, input, new Retry(3, Duration.ofHours(1), null));
    }

    private static Connection bank() {
        var more = List.of(new Addition(Addition.Place.HEADER, "X-Client", "shop"));
        return new Connection(
                "bank",
                new Authorization.OAuthClientCredentials(
                        URI.create("https://bank.example/token"), "POST", "id", "secret", more),
                more);
    }
}
