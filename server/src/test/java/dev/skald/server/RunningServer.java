package dev.skald.server;

import dev.skald.engine.Settings;
import dev.skald.engine.Skald;
import dev.skald.engine.SkaldBuilder;
import dev.skald.engine.VirtualTime;
import dev.skald.server.api.Deployments;
import dev.skald.server.json.JsonReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/** A server over an engine in memory, and a client for it. */
public final class RunningServer implements AutoCloseable {
    public static final String PASS =
            "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"Result\":{\"done\":true},\"End\":true}}}";
    public static final String ROLE = "arn:aws:iam::000000000000:role/r";

    public final Skald skald;
    public final SkaldServer server;
    public final HttpClient http = HttpClient.newHttpClient();
    private final String base;

    private RunningServer(Skald skald, SkaldServer server) {
        this.skald = skald;
        this.server = server;
        base = "http://127.0.0.1:" + server.port();
    }

    /** Over parts that somebody else has put together; closed with it. */
    public static RunningServer over(Skald skald, SkaldServer server) {
        return new RunningServer(skald, server);
    }

    public static RunningServer start() throws IOException {
        return start(settings -> settings, builder -> builder);
    }

    public static RunningServer start(Observation observation) throws IOException {
        return start(settings -> settings, builder -> builder, observation);
    }

    public static RunningServer start(UnaryOperator<ServerSettings> settings, UnaryOperator<SkaldBuilder> engine)
            throws IOException {
        return start(settings, engine, new Observation());
    }

    private static RunningServer start(
            UnaryOperator<ServerSettings> settings, UnaryOperator<SkaldBuilder> engine, Observation observation)
            throws IOException {
        Skald skald = engine.apply(Skald.inMemory().settings(Settings.DEFAULTS).listener(observation))
                .open();
        ServerSettings quick =
                ServerSettings.DEFAULTS.withPort(0).withPolls(Duration.ofSeconds(5), Duration.ofSeconds(5));
        return new RunningServer(skald, SkaldServer.start(skald, settings.apply(quick), observation));
    }

    /** A server whose time passes only when told so. */
    public static RunningServer virtual(VirtualTime time, UnaryOperator<SkaldBuilder> engine) throws IOException {
        Observation observation = new Observation();
        Skald skald = engine.apply(Skald.inMemory().parts(time.parts()).listener(observation))
                .open();
        ServerSettings settings = ServerSettings.DEFAULTS.withPort(0);
        return new RunningServer(skald, SkaldServer.start(skald, settings, observation, time, Deployments.NONE));
    }

    /** What came back: status, and the body as JSON (missing when it is none). */
    public record Reply(int status, JsonNode json, String text, HttpResponse<String> http) {
        public String type() {
            return json.path("__type").asString("");
        }

        public String message() {
            return json.path("message").asString("");
        }
    }

    /** Calls an AWS action. */
    public Reply call(String action, String body) throws Exception {
        return send(awsRequest("AWSStepFunctions." + action, body).build());
    }

    public HttpRequest.Builder awsRequest(String target, String body) {
        return request("/")
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("X-Amz-Target", target)
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path));
    }

    public Reply post(String path, String json) throws Exception {
        return send(
                request(path).POST(HttpRequest.BodyPublishers.ofString(json)).build());
    }

    public Reply get(String path) throws Exception {
        return send(request(path).GET().build());
    }

    public Reply send(HttpRequest request) throws Exception {
        HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
        String text = response.body();
        Contract.check(
                request.method(),
                request.uri().getRawPath(),
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse(""),
                text);
        JsonNode json = text.startsWith("{") ? JsonReader.trusted(text) : JsonReader.newObject();
        return new Reply(response.statusCode(), json, text, response);
    }

    /** Creates a STANDARD machine; gives its ARN. */
    public String create(String name, String definition) throws Exception {
        return create(name, definition, "STANDARD");
    }

    public String create(String name, String definition, String type) throws Exception {
        var in = JsonReader.newObject();
        in.put("name", name).put("definition", definition).put("roleArn", ROLE).put("type", type);
        Reply reply = call("CreateStateMachine", in.toString());
        if (reply.status() != 200) throw new AssertionError(reply.text());
        return reply.json().path("stateMachineArn").asString();
    }

    /** Starts an execution; gives its ARN. */
    public String start(String machine, String name, String input) throws Exception {
        var in = JsonReader.newObject();
        in.put("stateMachineArn", machine).put("name", name).put("input", input);
        Reply reply = call("StartExecution", in.toString());
        if (reply.status() != 200) throw new AssertionError(reply.text());
        return reply.json().path("executionArn").asString();
    }

    /** Waits for the end of an execution. */
    public void await(String executionArn) {
        skald.await(executionArn, Duration.ofSeconds(30));
    }

    @Override
    public void close() {
        http.close();
        server.close();
        skald.close();
    }
}
