package dev.skald.server.triggers;

import dev.skald.asl.MachineType;
import dev.skald.engine.Skald;
import dev.skald.engine.SkaldBuilder;
import dev.skald.engine.task.FunctionInvoker;
import dev.skald.server.json.JsonReader;
import dev.skald.server.metrics.Metrics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/** Triggers over an engine in memory, and a client for them. */
final class RunningTriggers implements AutoCloseable {
    static final HttpTrigger.Cors ANYONE =
            new HttpTrigger.Cors(List.of("*"), List.of("Content-Type"), List.of(), false, null, null);

    final Skald skald;
    final HttpTriggers triggers;
    final HttpClient http = HttpClient.newHttpClient();

    private RunningTriggers(Skald skald, HttpTriggers triggers) {
        this.skald = skald;
        this.triggers = triggers;
    }

    static RunningTriggers start(UnaryOperator<SkaldBuilder> engine) throws IOException {
        return start(engine, settings -> settings, List.of());
    }

    static RunningTriggers start(
            UnaryOperator<SkaldBuilder> engine,
            UnaryOperator<TriggerSettings> settings,
            List<FunctionInvoker> functions)
            throws IOException {
        return on(engine.apply(Skald.inMemory()), settings, functions);
    }

    static RunningTriggers on(
            SkaldBuilder engine, UnaryOperator<TriggerSettings> settings, List<FunctionInvoker> functions)
            throws IOException {
        Skald skald = engine.open();
        TriggerSettings quick = TriggerSettings.DEFAULTS.with(
                TriggerSettings.DEFAULTS.listening().at("127.0.0.1", 0));
        return new RunningTriggers(skald, HttpTriggers.start(skald, settings.apply(quick), new Metrics(), functions));
    }

    /** A machine that calls the function {@code f}, with single quotes for double ones. */
    static String task(String more) {
        return "{'StartAt':'A','States':{'A':{'Type':'Task','Resource':'arn:aws:lambda:us-east-1:000000000000:function:f',"
                + "'End':true" + more + "}}}";
    }

    static String arn(String machine) {
        return "arn:aws:states:us-east-1:000000000000:stateMachine:" + machine;
    }

    void machine(String name, String definition) {
        machine(name, definition, MachineType.STANDARD);
    }

    void machine(String name, String definition, MachineType type) {
        skald.deploy(name, definition.replace('\'', '"'), type);
    }

    static HttpTrigger post(String path, HttpTrigger.Target target) {
        return new HttpTrigger("t http 1", HttpTrigger.Flavour.REST, "post", path, false, null, target);
    }

    static HttpTrigger.Target.Machine toMachine(String name) {
        return toMachine(name, null, Map.of(), List.of());
    }

    static HttpTrigger.Target.Machine toMachine(
            String name, String action, Map<String, String> requestTemplates, List<HttpTrigger.Response> responses) {
        return new HttpTrigger.Target.Machine(name, action, requestTemplates, false, responses, Map.of(), null);
    }

    static HttpTrigger.Target.Machine waiting(HttpTrigger.Target.Machine target, Duration timeout) {
        return new HttpTrigger.Target.Machine(
                target.stateMachine(),
                target.action(),
                target.requestTemplates(),
                target.lambdaProxy(),
                target.responses(),
                target.responseHeaders(),
                timeout);
    }

    void deploy(HttpTrigger... triggers) {
        this.triggers.deploy(List.of(triggers), List.of(new ApiKey("customer", "secret-key")));
    }

    /** What came back: the body as JSON too, missing when it is none. */
    record Reply(int status, String text, HttpResponse<String> http) {
        JsonNode json() {
            return JsonReader.trusted(text);
        }

        String header(String name) {
            return http.headers().firstValue(name).orElse("");
        }

        String message() {
            return json().path("message").asString("");
        }
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + triggers.port() + path))
                .timeout(Duration.ofSeconds(60));
    }

    Reply post(String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = request(path).POST(BodyPublishers.ofString(body));
        if (headers.length > 0) request.headers(headers);
        return send(request);
    }

    Reply get(String path) throws Exception {
        return send(request(path).GET());
    }

    Reply send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        return new Reply(response.statusCode(), response.body(), response);
    }

    @Override
    public void close() {
        http.close();
        triggers.close();
        skald.close();
    }
}
