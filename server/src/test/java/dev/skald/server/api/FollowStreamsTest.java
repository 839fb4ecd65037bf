package dev.skald.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.MachineType;
import dev.skald.server.Observation;
import dev.skald.server.RunningServer;
import dev.skald.server.json.JsonReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

@Timeout(30)
class FollowStreamsTest {
    private static final String WORK = """
            {"StartAt":"Work","States":{"Work":{"Type":"Task","Resource":"arn:aws:states:us-east-1:000000000000:activity:w","End":true}}}
            """;

    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.start(new Observation());
        server.call("CreateActivity", "{\"name\":\"w\"}");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private record Sent(String name, JsonNode data) {}

    /** Reads server-sent events as a browser does. */
    private static final class Reader implements AutoCloseable {
        private final BufferedReader lines;

        Reader(HttpResponse<java.io.InputStream> response) {
            lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        }

        Sent next() throws IOException {
            String name = "";
            String data = null;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event: ")) name = line.substring("event: ".length());
                else if (line.startsWith("data: ")) data = line.substring("data: ".length());
                else if (line.isEmpty() && data != null) return new Sent(name, JsonReader.trusted(data));
            }
            throw new IOException("the stream has ended");
        }

        Sent next(String name) throws IOException {
            Sent sent = next();
            while (!sent.name().equals(name)) sent = next();
            return sent;
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }

    private Reader follow(String path) throws Exception {
        HttpResponse<java.io.InputStream> response =
                server.http.send(server.request("/api/v1" + path).build(), BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
        return new Reader(response);
    }

    @Test
    void shouldTellEventsAndTheDescriptionAsTheyCome() throws Exception {
        String execution = server.start(server.create("m", WORK), "a", "{\n\"secret\":\r\n1}");
        try (Reader reader = follow("/executions/" + execution + "/stream?payloads=none")) {
            Sent begun = reader.next("events");
            assertThat(begun.data().path("events").get(0).path("type").asString())
                    .isEqualTo("ExecutionStarted");
            assertThat(begun.data().toString()).doesNotContain("secret");
            Sent running = reader.next("execution");
            assertThat(running.data().path("openStates").get(0).path("name").asString())
                    .isEqualTo("Work");
            assertThat(running.data().has("input")).isFalse();

            server.skald.stopExecution(execution, "Stop", null);

            Sent stopped = reader.next("events");
            assertThat(stopped.data().path("events").get(0).path("sequence").asLong())
                    .isEqualTo(begun.data().path("next").asLong());
            assertThat(reader.next("execution").data().path("status").asString())
                    .isEqualTo("ABORTED");
        }
    }

    @Test
    void shouldGoOnWhereTheClientWas() throws Exception {
        String execution = server.start(server.create("m", RunningServer.PASS), "a", "{\n\"secret\":\r\n1}");
        server.await(execution);
        try (Reader reader = follow("/executions/" + execution + "/stream?from=2")) {
            JsonNode events = reader.next("events").data().path("events");
            assertThat(events.get(0).path("sequence").asLong()).isEqualTo(2);
            assertThat(events.toString()).contains("secret");
        }
    }

    @Test
    void shouldRefuseWhatIsNotThereBeforeTheStreamBegins() throws Exception {
        String none = "arn:aws:states:us-east-1:000000000000:execution:m:none";
        assertThat(server.get("/api/v1/executions/" + none + "/stream").status())
                .isEqualTo(404);
        assertThat(server.get("/api/v1/executions/" + none + "/events?payloads=some")
                        .status())
                .isIn(400, 404);
    }

    @Test
    void shouldTellThatSomethingChanged() throws Exception {
        String machine = server.create("m", WORK);
        try (Reader reader = follow("/stream")) {
            assertThat(reader.next().name()).isEqualTo("changed");
            server.start(machine, "a", "{}");
            assertThat(reader.next().name()).isEqualTo("changed");
        }
    }

    /** Of machines, versions and aliases too, whoever changes them and how. */
    @Test
    void shouldTellThatMachinesChanged() throws Exception {
        try (Reader reader = follow("/stream")) {
            assertThat(reader.next().name()).isEqualTo("changed");
            String machine = server.create("m", WORK);
            assertThat(reader.next().name()).isEqualTo("changed");
            String version = heard(reader, "PublishStateMachineVersion", "{'stateMachineArn':'" + machine + "'}")
                    .path("stateMachineVersionArn")
                    .asString();
            String routes = "'routingConfiguration':[{'stateMachineVersionArn':'" + version + "','weight':100}]";
            heard(reader, "CreateStateMachineAlias", "{'name':'live'," + routes + "}");
            String alias = "'stateMachineAliasArn':'" + machine + ":live'";
            heard(reader, "UpdateStateMachineAlias", "{" + alias + ",'description':'now'}");
            heard(reader, "DeleteStateMachineAlias", "{" + alias + "}");
            heard(reader, "DeleteStateMachineVersion", "{'stateMachineVersionArn':'" + version + "'}");
            heard(
                    reader,
                    "UpdateStateMachine",
                    "{'stateMachineArn':'" + machine + "','roleArn':'arn:aws:iam::1:role/x'}");
            heard(reader, "DeleteStateMachine", "{'stateMachineArn':'" + machine + "'}");
            server.skald.deploy("n", RunningServer.PASS, MachineType.STANDARD);
            assertThat(reader.next().name()).isEqualTo("changed");
        }
    }

    private JsonNode heard(Reader reader, String action, String body) throws Exception {
        RunningServer.Reply reply = server.call(action, body.replace('\'', '"'));
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reader.next().name()).as(action).isEqualTo("changed");
        return reply.json();
    }

    @Test
    void shouldSendFollowersHomeWhenTheServerStops() throws Exception {
        try (Reader reader = follow("/stream")) {
            assertThat(reader.next().name()).isEqualTo("changed");
            long begun = System.nanoTime();
            server.server.close();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(8));
        }
    }
}
