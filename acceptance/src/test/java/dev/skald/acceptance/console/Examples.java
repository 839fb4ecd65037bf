package dev.skald.acceptance.console;

import dev.skald.acceptance.api.RunningServer;
import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.core.SagaStatus;
import dev.skald.engine.Skald;
import dev.skald.server.SkaldServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server with the examples that every server has, and executions of them. Only the service that they call takes no time here, where it
 * takes a second elsewhere.
 */
final class Examples implements AutoCloseable {
    private static final Duration WAIT_MAX = Duration.ofSeconds(90);
    private static final String STEP = "example-step";
    private static final String SECONDS = "$states.input.seconds : 1 %}";

    private final RunningServer server;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Skald skald;

    Examples() throws IOException {
        server = RunningServer.with(builder -> {});
        skald = server.skald();
    }

    private void deployQuickStep() throws IOException {
        String step = definition("/dev/skald/server/examples/" + STEP + ".asl.yaml");
        if (!step.contains(SECONDS)) throw new IllegalStateException(STEP + " waits otherwise: " + step);
        skald.deploy(STEP, step.replace(SECONDS, SECONDS.replace('1', '0')), MachineType.STANDARD);
    }

    private static String definition(String resource) throws IOException {
        try (var file = SkaldServer.class.getResourceAsStream(resource)) {
            if (file == null) throw new IllegalStateException("there is no " + resource);
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    Skald skald() {
        return skald;
    }

    /** Starts a run of an example; gives the ARN of the execution. */
    String run(String example, String run) throws Exception {
        deployQuickStep();
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/api/v1/examples/" + example))
                .POST(HttpRequest.BodyPublishers.ofString("{\"run\": \"" + run + "\"}"))
                .build();
        String answer = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        return JsonMapper.shared().readTree(answer).path("executionArn").asString();
    }

    /** Starts the machine of an example with an input of one's own. */
    String start(String executionOfIt, String name, String input) {
        String machine = skald.describeExecution(executionOfIt).row().stateMachineArn();
        return skald.start(machine, name, Payload.ofText(input));
    }

    void awaitEnd(String execution) {
        skald.await(execution, WAIT_MAX);
    }

    void awaitParked(String execution) {
        await(() -> skald.describeExecution(execution).row().sagaStatus() == SagaStatus.PARKED);
    }

    /** The ARN of the Map Run that an execution begins. */
    void awaitTask() {
        await(() -> !skald.listWaitingTasks(null, null, null, 1).tasks().isEmpty());
    }

    private static void await(Callable<Boolean> reached) {
        Awaitility.await().atMost(WAIT_MAX).pollInterval(Duration.ofMillis(20)).until(reached);
    }

    @Override
    public void close() {
        http.close();
        server.close();
    }
}
