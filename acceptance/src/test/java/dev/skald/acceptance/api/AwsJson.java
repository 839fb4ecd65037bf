package dev.skald.acceptance.api;

import dev.skald.core.TaskToken;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Sends AWS JSON 1.0 requests to a server, well-formed or not, and reads the answers as they are. */
public final class AwsJson implements AutoCloseable {
    /** A well-formed token of a task that never was. */
    static final String TASK_TOKEN = new TaskToken(1, 1, "0".repeat(32)).text();

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration TIME_MAX = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIME_MAX)
            .build();
    private final URI server;

    public AwsJson(int port) {
        server = URI.create("http://127.0.0.1:" + port + "/");
    }

    /** An answer: its status, and its body as JSON. */
    public record Answer(int status, JsonNode body) {
        /** The {@code __type} of an error; empty when it is none. */
        public String error() {
            return body.path("__type").asString("");
        }

        public String message() {
            return body.path("message").asString("");
        }

        /** A member's text. */
        public String text(String member) {
            return body.path(member).asString("");
        }
    }

    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** Calls an action. */
    public Answer call(String action, ObjectNode members) throws IOException, InterruptedException {
        return send(action, members.toString());
    }

    /** Sends any text as the body of an action. */
    public Answer send(String action, String body) throws IOException, InterruptedException {
        return send(request(action).POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8)));
    }

    /** A request for an action, still without a body. */
    public HttpRequest.Builder request(String action) {
        return HttpRequest.newBuilder(server)
                .timeout(TIME_MAX)
                .header("Content-Type", "application/x-amz-json-1.0")
                .header("X-Amz-Target", "AWSStepFunctions." + action);
    }

    public Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(answer.statusCode(), JSON.readTree(answer.body()));
    }

    /** Gets a page that is not of the AWS API: its status. */
    public int get(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(server.resolve(path)).timeout(TIME_MAX).build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
