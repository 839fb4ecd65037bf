package dev.skald.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.engine.Skald;
import dev.skald.server.Observation;
import dev.skald.server.ServerSettings;
import dev.skald.server.SkaldServer;
import dev.skald.tasks.events.Delivery;
import dev.skald.tasks.events.DeliveryFailure;
import dev.skald.tasks.events.EventBus;
import dev.skald.tasks.events.Receiver;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DeadLetterCommandTest {
    private static final Duration WAIT_MAX = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final Observation observation = new Observation();
    private final EventBus bus = new EventBus(List.of(new Stock()), List.of());
    private final BlockingQueue<JsonNode> delivered = new LinkedBlockingQueue<>();
    private Skald engine;
    private SkaldServer server;
    private CommandLineRun skald;

    /** Takes orders of at least one. */
    private final class Stock implements Receiver {
        @Override
        public boolean receives(String targetArn) {
            return true;
        }

        @Override
        public void deliver(Delivery delivery) throws DeliveryFailure {
            JsonNode event = delivery.input().node();
            if (event.path("detail").path("count").asInt() < 1) throw DeliveryFailure.forGood("there is no such count");
            delivered.add(event);
        }
    }

    @BeforeEach
    void start() throws Exception {
        observation.serve(bus);
        engine = Skald.inMemory().listener(observation).listener(bus).open();
        bus.open(engine);
        server = SkaldServer.start(engine, ServerSettings.DEFAULTS.withPort(0), observation);
        skald = new CommandLineRun(folder).with("SKALD_ENDPOINT", "http://127.0.0.1:" + server.port());
        call("PutRule", "{\"Name\":\"orders\",\"EventPattern\":\"{\\\"source\\\":[\\\"shop\\\"]}\"}");
        call(
                "PutTargets",
                "{\"Rule\":\"orders\",\"Targets\":[{\"Id\":\"1\",\"Arn\":\"arn:aws:sqs:us-east-1:000000000000:stock\"}]}");
    }

    @AfterEach
    void stop() {
        server.close();
        engine.close();
        bus.close();
    }

    private void call(String action, String body) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/"))
                    .header("Content-Type", "application/x-amz-json-1.1")
                    .header("X-Amz-Target", "AWSEvents." + action)
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        }
    }

    /** Its number and the event, once it was given up. */
    private JsonNode deadLetter() throws Exception {
        call(
                "PutEvents",
                "{\"Entries\":[{\"Source\":\"shop\",\"DetailType\":\"Placed\",\"Detail\":\"{\\\"count\\\":0}\"}]}");
        return Awaitility.await()
                .atMost(WAIT_MAX)
                .until(this::listed, found -> found.size() == 1)
                .get(0);
    }

    private JsonNode listed() {
        assertThat(skald.run("dead-letter", "list", "--json")).as(skald.err()).isEqualTo(ExitCode.OK);
        return JsonMapper.shared().readTree(skald.out()).path("deadLetters");
    }

    @Test
    void shouldListAndDrop() throws Exception {
        assertThat(skald.run("dead-letter", "list")).as(skald.err()).isEqualTo(ExitCode.OK);
        assertThat(skald.out()).isEqualTo("no dead letters\n");
        String number = deadLetter().path("number").asString();
        assertThat(skald.run("dead-letter", "list")).isEqualTo(ExitCode.OK);
        assertThat(skald.out()).contains(number, "Placed", "stock", "there is no such count");

        assertThat(skald.run("dead-letter", "drop", number, "--who", "ann", "--why", "a test"))
                .as(skald.err())
                .isEqualTo(ExitCode.OK);

        assertThat(skald.out()).isEqualTo("dead letter " + number + " is dropped\n");
        assertThat(listed()).isEmpty();
        assertThat(skald.run("dead-letter", "drop", number, "--who", "ann", "--why", "again"))
                .isNotEqualTo(ExitCode.OK);
    }

    @Test
    void shouldSendAnotherEventAgain() throws Exception {
        JsonNode letter = deadLetter();
        String number = letter.path("number").asString();
        Path changed = folder.resolve("event.json");
        Files.writeString(changed, letter.path("event").toString().replace("\"count\":0", "\"count\":2"));

        assertThat(skald.run(
                        "dead-letter", "replay", number, "--event", "@" + changed, "--who", "ann", "--why", "was none"))
                .as(skald.err())
                .isEqualTo(ExitCode.OK);

        assertThat(skald.out()).isEqualTo("dead letter " + number + " is sent again\n");
        JsonNode got = delivered.poll(WAIT_MAX.toSeconds(), TimeUnit.SECONDS);
        assertThat(got).isNotNull();
        assertThat(got.path("detail").path("count").asInt()).isEqualTo(2);
        assertThat(got.path("id")).isEqualTo(letter.path("event").path("id"));
    }

    @Test
    void shouldRefuseAnEventThatIsNone() throws Exception {
        String number = deadLetter().path("number").asString();
        for (String event : List.of("{", "[]", "{\"detail\":{}}")) {
            assertThat(skald.run("dead-letter", "replay", number, "--event", event, "--who", "ann", "--why", "w"))
                    .as(event)
                    .isNotEqualTo(ExitCode.OK);
            assertThat(skald.err()).isNotEmpty().doesNotContain("\tat ");
        }
        assertThat(listed()).hasSize(1);
    }
}
