package dev.skald.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.engine.VirtualTime;
import dev.skald.server.RunningServer;
import dev.skald.server.insight.RecentRuns;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class OverviewApiTest {
    private static final String WAITS =
            "{'StartAt':'A','States':{'A':{'Type':'Wait','SecondsPath':'$.seconds'," + "'End':true}}}";

    private final VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private RunningServer server;
    private String machine = "";

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.virtual(time, builder -> builder);
        machine = server.create("m", WAITS.replace('\'', '"'));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void start(String name, int seconds) throws Exception {
        server.start(machine, name, "{\"seconds\": " + seconds + "}");
    }

    private void pass(Duration duration) throws Exception {
        time.pass(duration, Duration.ofSeconds(1));
    }

    @Test
    void shouldCountStartsPerInterval() throws Exception {
        start("a", 10);
        pass(Duration.ofHours(10));
        start("b", 10);
        start("c", 7_200);
        pass(Duration.ofHours(1));

        JsonNode overview = server.get("/api/v1/overview?hours=24").json();
        JsonNode one = overview.path("machines").get(0);
        assertThat(one.path("name").asString()).isEqualTo("m");
        assertThat(one.path("sleeping").asInt()).isOne();
        assertThat(one.path("intervals").size()).isEqualTo(48);
        assertThat(one.path("intervals").get(26).path("starts").asInt()).isOne();
        assertThat(one.path("intervals").get(46).path("starts").asInt()).isEqualTo(2);
        assertThat(one.path("total").path("starts").asInt()).isEqualTo(3);
        assertThat(one.path("total").path("success").asInt()).isEqualTo(2);
        assertThat(overview.path("whole").asBoolean()).isTrue();

        JsonNode short1 = server.get("/api/v1/overview?hours=2").json();
        assertThat(short1.path("machines").get(0).path("total").path("starts").asInt())
                .isEqualTo(2);
    }

    @Test
    void shouldShowAMachineThatNeverRan() throws Exception {
        JsonNode one = server.get("/api/v1/overview").json().path("machines").get(0);
        assertThat(one.path("total").path("starts").asInt()).isZero();
        assertThat(one.path("running").asInt()).isZero();
        assertThat(one.has("p99Millis")).isFalse();
    }

    @Test
    void shouldTellWhatTakesLong() throws Exception {
        for (int i = 0; i < RecentRuns.SUCCESSES_TO_JUDGE; i++) start("quick" + i, 10);
        start("long", 7_200);
        pass(Duration.ofSeconds(9));
        assertThat(server.get("/api/v1/slow").json().path("slow").size()).isZero();

        pass(Duration.ofMinutes(5));

        JsonNode slow = server.get("/api/v1/slow").json().path("slow");
        assertThat(slow.size()).isOne();
        assertThat(slow.get(0).path("name").asString()).isEqualTo("long");
        assertThat(slow.get(0).path("usualMillis").asInt()).isBetween(10_000, 11_000);
        assertThat(server.get("/api/v1/slow").json().path("overdue").size()).isZero();
    }

    @Test
    void shouldShowAMachine() throws Exception {
        start("a", 10);
        server.start(machine, "b", "{\"seconds\": 2, \"note\": null}");
        pass(Duration.ofMinutes(1));

        JsonNode one = server.get("/api/v1/machines/m").json();
        assertThat(one.path("definition").asString()).isEqualTo(WAITS.replace('\'', '"'));
        assertThat(one.path("tree").path("StartAt").asString()).isEqualTo("A");
        assertThat(one.path("rates").path("total").path("success").asInt()).isEqualTo(2);
        assertThat(one.path("versions").size()).isZero();
        assertThat(one.path("failures").size()).isZero();
        server.call("PublishStateMachineVersion", "{\"stateMachineArn\": \"" + machine + "\"}");
        assertThat(server.get("/api/v1/machines/" + machine)
                        .json()
                        .path("versions")
                        .get(0)
                        .path("version")
                        .asInt())
                .isOne();
        assertThat(server.get("/api/v1/machines/none").status()).isEqualTo(404);

        JsonNode inputs = server.get("/api/v1/machines/m/inputs").json();
        assertThat(inputs.path("inputs").size()).isEqualTo(2);
        assertThat(inputs.path("inputs").get(0).path("input").path("seconds").asInt())
                .isEqualTo(2);
        assertThat(inputs.path("schema").path("required").toString()).isEqualTo("[\"seconds\"]");
    }

    @Test
    void shouldLeaveOutLongInputs() throws Exception {
        server.start(machine, "b", "{\"seconds\": 2, \"note\": \"" + "x".repeat(40_000) + "\"}");
        JsonNode input =
                server.get("/api/v1/machines/m/inputs").json().path("inputs").get(0);
        assertThat(input.path("inputLeftOut").asBoolean()).isTrue();
        assertThat(input.has("input")).isFalse();
    }
}
