package dev.skald.tasks.http;

import dev.skald.asl.Payload;
import dev.skald.asl.TaskResource;
import dev.skald.asl.TaskResource.Pattern;
import dev.skald.engine.task.TaskCall;
import dev.skald.engine.task.TaskOutcome;
import dev.skald.tasks.ScriptedEndpoint;
import dev.skald.tasks.http.Connection.Addition;
import dev.skald.tasks.http.Connection.Authorization;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import tools.jackson.databind.node.ObjectNode;

/** A task, an endpoint of the test's own, and a connection named {@code shop}. */
abstract class HttpCase {
    static final String ARN = "arn:aws:events:eu-north-1:111111111111:connection/shop/81210c42";

    ScriptedEndpoint server;
    Connections connections;
    HttpTask task;

    @BeforeEach
    void open() throws IOException {
        server = new ScriptedEndpoint();
        connections = new Connections();
        connect(new Authorization.ApiKey("x-api-key", "secret-1"));
        task = task(HttpTargets.of(List.of("127.0.0.1", "nowhere.invalid")));
    }

    @AfterEach
    void close() throws IOException {
        task.close();
        server.close();
    }

    HttpTask task(HttpTargets targets) {
        return new HttpTask(connections, targets, HttpTask.RESPONSE_BYTES_MAX, InstantSource.system());
    }

    final void connect(Authorization authorization, Addition... additions) {
        connections.deploy(List.of(new Connection("shop", authorization, List.of(additions))));
    }

    /** Performs a POST to the endpoint, with these members beside the required ones, or in their place. */
    final TaskOutcome perform(String members) throws InterruptedException {
        return task.perform(call(server.address().resolve("/orders"), members, null));
    }

    final TaskOutcome perform() throws InterruptedException {
        return perform("{}");
    }

    static TaskCall call(URI endpoint, String members, @Nullable Instant deadline) {
        ObjectNode parameters =
                (ObjectNode) Payload.ofText("""
                        {"ApiEndpoint": "%s", "Method": "POST", "InvocationConfig": {"ConnectionArn": "%s"}}\
                        """.formatted(endpoint, ARN)).node();
        parameters.setAll((ObjectNode) Payload.ofText(members).node());
        return new TaskCall(
                "arn:aws:states:eu-north-1:111111111111:execution:order:o1",
                "arn:aws:states:eu-north-1:111111111111:stateMachine:order",
                "Order",
                new TaskResource.Integration(
                        "arn:aws:states:::http:invoke", "http", "invoke", Pattern.REQUEST_RESPONSE),
                Payload.of(parameters),
                null,
                null,
                "key-1",
                "key-1.7",
                0,
                deadline,
                false);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static TaskOutcome.Failed failed(TaskOutcome outcome) {
        if (outcome instanceof TaskOutcome.Failed failed) return failed;
        throw new AssertionError("it did not fail: " + outcome);
    }

    static String result(TaskOutcome outcome) {
        if (outcome instanceof TaskOutcome.Succeeded(var result)) return result.text();
        throw new AssertionError("it did not succeed: " + outcome);
    }
}
