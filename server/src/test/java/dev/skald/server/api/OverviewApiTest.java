package dev.skald.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.engine.VirtualTime;
import dev.skald.server.RunningServer;
import dev.skald.server.insight.RecentRuns;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class OverviewApiTest {
    private static final String WAITS =
            "{'StartAt':'A','States':{'A':{'Type':'Wait','SecondsPath':'$.seconds'," + "'End':true}}}";

    /** Of the children of its Map, 1 fails, 2 fails as it may, others wait for a person. */
    private static final String EACH = "{'StartAt':'Each','States':{'Each':{'Type':'Map','Label':'Each','End':true,"
            + "'ItemsPath':'$.items','ToleratedFailurePercentage':100,'ItemProcessor':{'ProcessorConfig':"
            + "{'Mode':'DISTRIBUTED','ExecutionType':'STANDARD'},'StartAt':'Look','States':{'Look':{'Type':'Choice',"
            + "'Choices':[{'Variable':'$','NumericEquals':1,'Next':'Lost'},"
            + "{'Variable':'$','NumericEquals':2,'Next':'Closed'}],'Default':'Ask'},"
            + "'Lost':{'Type':'Fail','Error':'Lost'},'Closed':{'Type':'Fail','Error':'Closed'},"
            + "'Ask':{'Type':'Task','TimeoutSeconds':90000,'End':true,"
            + "'Resource':'arn:aws:states:::lambda:invoke.waitForTaskToken','Parameters':{'FunctionName':'f',"
            + "'Payload':{'token.$':'$$.Task.Token'}}}}}}},'KnownErrors':['Closed']}";

    private static final String ENDS = "{'StartAt':'A','States':{'A':{'Type':'Choice','Choices':"
            + "[{'Variable':'$.end','StringEquals':'Odd','Next':'Odd'},{'Variable':'$.end','StringEquals':'Known','Next':'Known'}],"
            + "'Default':'Done'},'Done':{'Type':'Wait','Seconds':4,'End':true},'Odd':{'Type':'Fail','Error':'Odd'},"
            + "'Known':{'Type':'Fail','Error':'Known'}},'KnownErrors':['Known']}";

    private final VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private RunningServer server;
    private String machine = "";

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.virtual(time, builder -> builder.register("f", (input, step) -> input));
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

    private static JsonNode named(String name, JsonNode machines) {
        for (JsonNode each : machines) if (each.path("name").asString().equals(name)) return each;
        throw new AssertionError("no " + name + " among " + machines);
    }

    private static String numbers(JsonNode of, String... names) {
        return Stream.of(names).map(name -> of.path(name).toString()).collect(Collectors.joining(" "));
    }

    private static String rates(JsonNode interval) {
        return numbers(interval, "starts", "success", "knownFailure", "unknownFailure");
    }

    private static final String[] COUNTS = {
        "running", "sleeping", "waitingForPerson", "parked", "waitingTasks", "knownFailures", "unknownFailures"
    };

    @Test
    void shouldTellRatesByRunClassOfEachMachine() throws Exception {
        String ends = server.create("ends", ENDS.replace('\'', '"'));
        for (String end : List.of("Odd", "Odd", "Known"))
            server.start(ends, "early" + end + UUID.randomUUID(), ended(end));
        pass(Duration.ofHours(3));
        for (int i = 0; i < RecentRuns.SUCCESSES_TO_JUDGE; i++) server.start(ends, "done" + i, ended("Done"));
        server.start(ends, "known", ended("Known"));
        start("other", 7_200);
        pass(Duration.ofSeconds(30));

        JsonNode overview = server.get("/api/v1/overview?hours=24").json();
        JsonNode day = named("ends", overview.path("machines"));
        assertThat(rates(day.path("total"))).isEqualTo("24 20 2 2");
        assertThat(rates(day.path("intervals").get(47))).isEqualTo("21 20 1 0");
        assertThat(rates(day.path("intervals").get(41))).isEqualTo("3 0 1 2");
        assertThat(day.path("medianMillis").asInt()).isBetween(4_000, 5_000);
        assertThat(numbers(day, COUNTS)).isEqualTo("0 0 0 0 0 2 2");
        JsonNode other = named("m", overview.path("machines"));
        assertThat(rates(other.path("total"))).isEqualTo("1 0 0 0");
        assertThat(numbers(other, COUNTS)).isEqualTo("0 1 0 0 0 0 0");

        // What is kept counts whenever it was; rates count what began in the span.
        for (String path : List.of("/api/v1/overview?hours=1", "/api/v1/machines/ends?hours=1")) {
            JsonNode answer = server.get(path).json();
            JsonNode hour = answer.has("rates") ? answer : named("ends", answer.path("machines"));
            JsonNode rates = answer.has("rates") ? answer.path("rates") : hour;
            assertThat(rates(rates.path("total"))).as(path).isEqualTo("21 20 1 0");
            assertThat(rates(rates.path("intervals").get(47))).as(path).isEqualTo("21 20 1 0");
            assertThat(numbers(hour, COUNTS)).as(path).isEqualTo("0 0 0 0 0 2 2");
        }
        assertThat(server.get("/api/v1/machines/ends").json().path("rates").path("total"))
                .isEqualTo(day.path("total"));
    }

    private static String ended(String end) {
        return "{\"end\": \"" + end + "\"}";
    }

    /** Children of a distributed Map are executions of MACHINE/LABEL: a person looks for them at the machine. */
    @Test
    void shouldCountTheChildrenOfADistributedMapWithItsMachine() throws Exception {
        String each = server.create("each", EACH.replace('\'', '"'));
        server.start(each, "run", "{\"items\": [1, 2, 3, 1]}");
        pass(Duration.ofSeconds(30));

        JsonNode overview = named("each", server.get("/api/v1/overview").json().path("machines"));
        JsonNode machine = server.get("/api/v1/machines/each").json();
        for (JsonNode counted : List.of(overview, machine)) {
            assertThat(numbers(
                            counted, "waitingForPerson", "parked", "waitingTasks", "knownFailures", "unknownFailures"))
                    .isEqualTo("1 0 1 1 2");
            assertThat(counted.path("running").asInt()
                            + counted.path("sleeping").asInt())
                    .isEqualTo(2);
        }
        // It was started once.
        assertThat(overview.path("total").path("starts").asInt()).isOne();
        assertThat(machine.path("failures").findValuesAsString("state")).containsExactlyInAnyOrder("Lost", "Closed");
        assertThat(machine.path("failures").findValuesAsString("stateMachineArn"))
                .containsOnly(each + "/Each");
        for (String of : List.of("?machine=each", "?machine=" + each + "/Each")) {
            JsonNode tasks = server.get("/api/v1/tasks" + of).json().path("tasks");
            assertThat(tasks.findValuesAsString("state")).as(of).containsExactly("Ask");
            assertThat(server.get("/api/v1/failures" + of)
                            .json()
                            .path("failures")
                            .findValuesAsString("error"))
                    .containsExactly("Lost");
        }
        assertThat(server.get("/api/v1/tasks?machine=m").json().path("tasks").size())
                .isZero();

        String task = server.get("/api/v1/tasks")
                .json()
                .path("tasks")
                .get(0)
                .path("task")
                .asString();
        server.post("/api/v1/tasks/" + task + "/approve", "{\"who\": \"ann\", \"why\": \"so\"}");
        assertThat(server.get("/api/v1/decisions?machine=each")
                        .json()
                        .path("decisions")
                        .size())
                .isOne();
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
