package dev.skald.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.server.RunningServer;
import dev.skald.server.RunningServer.Reply;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ReadApiTest {
    private static final String ORDER = """
            {"StartAt":"Wait","SearchAttributes":{"order.$":"$.id"},
             "States":{"Wait":{"Type":"Task","Resource":"arn:aws:states:us-east-1:000000000000:activity:w","End":true}}}
            """;

    private static RunningServer server;
    private static String machine;

    @BeforeAll
    static void start() throws Exception {
        server = RunningServer.start();
        server.call("CreateActivity", "{\"name\":\"w\"}");
        machine = server.create("order", ORDER);
        server.start(machine, "a", "{\"id\":\"4711\"}");
        server.start(machine, "b", "{\"id\":\"4712\"}");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void shouldFindExecutionsByWhatPeopleSearchBy() throws Exception {
        JsonNode found = server.get("/api/v1/executions?machine=order&attribute.order=4711&status=RUNNING")
                .json()
                .path("executions");

        assertThat(found.size()).isEqualTo(1);
        assertThat(found.get(0).path("name").asString()).isEqualTo("a");
        assertThat(found.get(0).path("searchAttributes").toString()).isEqualTo("{\"order\":\"4711\"}");
        JsonNode state = found.get(0).path("openStates").get(0);
        assertThat(state.path("name").asString()).isEqualTo("Wait");
        assertThat(state.path("waitingFor").asString()).isEqualTo("WORKER");
        assertThat(state.path("since").asString()).endsWith("Z");
    }

    @Test
    void shouldLookForWhatHasNoIndexAndSayWhereToGoOn() throws Exception {
        String searched = server.create("searched", ORDER);
        for (String name : new String[] {"alpha", "beta", "alphabet"})
            server.start(searched, name, "{\"id\":\"" + name + "\",\"Town\":\"Ås\"}");
        server.skald.stopExecution(
                searched.replace(":stateMachine:", ":execution:") + ":beta", "Late", "Nobody has time");
        String list = "/api/v1/executions?machine=searched&";

        assertThat(names(list + "name=ALPHA")).containsExactly("alphabet", "alpha");
        assertThat(names(list + "error=Late")).containsExactly("beta");
        assertThat(names(list + "cause=NOBODY")).containsExactly("beta");
        assertThat(names(list + "cause=nothing")).isEmpty();
        JsonNode stopped = server.get(list + "name=beta").json().path("executions");
        assertThat(stopped.get(0).path("error").asString()).isEqualTo("Late");
        assertThat(names(list + "state=Wait")).containsExactly("alphabet", "alpha");
        assertThat(names(list + "state=Wai")).isEmpty();
        assertThat(names(list + "state=Wait&status=FAILED")).isEmpty();
        assertThat(names(list + "input=alphabet")).containsExactly("alphabet");
        assertThat(names(list + "from=2100-01-01T00:00:00Z")).isEmpty();
        assertThat(names(list + "until=2000-01-01T00:00:00Z")).isEmpty();
        assertThat(server.get(list + "from=yesterday").status()).isEqualTo(400);
        JsonNode first = server.get(list + "name=alpha&limit=1").json();
        assertThat(names(list + "name=alpha&before=" + first.path("before").asString()))
                .containsExactly("alpha");
    }

    private static List<String> names(String list) throws Exception {
        List<String> names = new ArrayList<>();
        for (JsonNode each : server.get(list).json().path("executions"))
            names.add(each.path("name").asString());
        return names;
    }

    @Test
    void shouldTakeTheArnOfAMapRunsChildEncoded() throws Exception {
        Reply reply =
                server.get("/api/v1/executions/arn:aws:states:us-east-1:000000000000:execution:order%2FLabel:0000");
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.json().path("error").asString()).isEqualTo("ExecutionDoesNotExist");
    }

    @Test
    void shouldPageThroughExecutions() throws Exception {
        String paged = server.create("paged", ORDER);
        server.start(paged, "a", "{\"id\":\"1\"}");
        server.start(paged, "b", "{\"id\":\"2\"}");

        JsonNode first =
                server.get("/api/v1/executions?machine=" + paged + "&limit=1").json();
        JsonNode second = server.get("/api/v1/executions?machine=paged&limit=1&before="
                        + first.path("before").asString())
                .json();

        assertThat(first.path("executions").get(0).path("name").asString()).isEqualTo("b");
        assertThat(second.path("executions").get(0).path("name").asString()).isEqualTo("a");
        assertThat(second.has("before")).isFalse();
    }

    @Test
    void shouldTellTheClassOfARun() throws Exception {
        String known = server.create("known", """
                {"StartAt":"F","States":{"F":{"Type":"Fail","RunClass":"KnownFailure"}}}""");
        String execution = server.start(known, "k", "{}");
        server.await(execution);

        JsonNode found =
                server.get("/api/v1/executions?class=KnownFailure").json().path("executions");
        assertThat(found.size()).isEqualTo(1);
        assertThat(found.get(0).path("executionArn").asString()).isEqualTo(execution);
        assertThat(found.get(0).path("runClass").asString()).isEqualTo("KnownFailure");
        assertThat(server.get("/api/v1/executions?machine=known&class=unknownfailure")
                        .json()
                        .path("executions")
                        .size())
                .isZero();
        assertThat(server.get("/api/v1/executions?class=Bad").status()).isEqualTo(400);
        assertThat(server.get("/metrics").text())
                .contains("skald_executions_ended_total{class=\"KnownFailure\",machine=\"known\"} 1.0");
        assertThat(server.call("DescribeExecution", "{\"executionArn\":\"" + execution + "\"}")
                        .text())
                .doesNotContain("KnownFailure");
    }

    @Test
    void shouldDescribeAnExecution() throws Exception {
        String arn = machine.replace("stateMachine", "execution") + ":a";

        JsonNode json =
                server.get("/api/v1/executions/" + arn.replace(":", "%3A")).json();

        assertThat(json.path("input").path("id").asString()).isEqualTo("4711");
        assertThat(json.path("searchAttributes").path("order").asString()).isEqualTo("4711");
        assertThat(json.path("openStates").size()).isEqualTo(1);
        assertThat(server.get("/api/v1/executions/" + arn + "x").status()).isEqualTo(404);
    }

    @Test
    void shouldWakeWhoFollowsAnExecution() throws Exception {
        String arn = server.start(machine, "followed", "{\"id\":\"1\"}");
        JsonNode before = server.get("/api/v1/executions/" + arn + "/events").json();
        String rest = "/api/v1/executions/" + arn + "/events?from="
                + before.path("next").asString();
        CompletableFuture<Reply> following = CompletableFuture.supplyAsync(() -> get(rest));

        server.skald.stopExecution(arn, null, null);

        JsonNode after = following.get().json();
        assertThat(before.path("status").asString()).isEqualTo("RUNNING");
        assertThat(before.path("events").get(0).path("type").asString()).isEqualTo("ExecutionStarted");
        assertThat(after.path("status").asString()).isEqualTo("ABORTED");
        assertThat(after.path("events").size()).isPositive();
        assertThat(get("/api/v1/executions/" + arn + "/events?from="
                                + after.path("next").asString())
                        .json()
                        .path("events")
                        .size())
                .isZero();
    }

    /** Those of the scopes around it included; what a state assigns is seen by those after it. */
    @Test
    void shouldTellTheVariablesThatAStateSaw() throws Exception {
        String counting = server.create("counting", """
                {"StartAt":"A","States":{"A":{"Type":"Pass","Assign":{"big":12345678901234567890,"n":1},"Next":"B"},
                  "B":{"Type":"Parallel","End":true,"Branches":[{"StartAt":"C","States":{
                    "C":{"Type":"Pass","Assign":{"m":2},"Next":"D"},"D":{"Type":"Pass","End":true}}}]}}}
                """);
        String arn = server.start(counting, "c", "{}");

        assertThat(variables(arn, "A")).isEqualTo("{}");
        assertThat(variables(arn, "B")).isEqualTo("{\"big\":12345678901234567890,\"n\":1}");
        assertThat(variables(arn, "C")).isEqualTo("{\"big\":12345678901234567890,\"n\":1}");
        assertThat(variables(arn, "D")).isEqualTo("{\"m\":2,\"big\":12345678901234567890,\"n\":1}");
        assertThat(get("/api/v1/executions/" + arn + "/variables?event=1").status())
                .isEqualTo(400);
        assertThat(get("/api/v1/executions/" + arn + "x/variables?event=2").status())
                .isEqualTo(404);
    }

    private String variables(String arn, String state) {
        JsonNode events = get("/api/v1/executions/" + arn + "/events").json().path("events");
        for (JsonNode event : events)
            if (event.path("stateEnteredEventDetails").path("name").asString("").equals(state))
                return get("/api/v1/executions/" + arn + "/variables?event="
                                + event.path("sequence").asString())
                        .json()
                        .path("variables")
                        .toString();
        throw new AssertionError(state + " was not entered: " + events);
    }

    @Test
    void shouldTellWhereAStateLedToAndUntilWhenOneWaits() throws Exception {
        String waiting = server.create(
                "waiting",
                "{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\",\"Next\":\"W\"},"
                        + "\"W\":{\"Type\":\"Wait\",\"Seconds\":1000,\"End\":true}}}");
        String arn = server.start(waiting, "w", "{}");

        JsonNode events = get("/api/v1/executions/" + arn + "/events").json().path("events");

        JsonNode exited = events.get(2);
        JsonNode entered = events.get(3);
        assertThat(exited.path("nextState").asString()).isEqualTo("W");
        assertThat(entered.path("dueAt").asDouble())
                .isEqualTo(entered.path("timestamp").asDouble() + 1000);
    }

    private static Reply get(String path) {
        try {
            return server.get(path);
        } catch (Exception broken) {
            throw new AssertionError(broken);
        }
    }

    @Test
    void shouldListMachines() throws Exception {
        JsonNode json = server.get("/api/v1/machines").json();

        assertThat(json.path("machines").findValuesAsString("stateMachineArn")).contains(machine);
    }

    @Test
    void shouldSayWhatIsWrong() throws Exception {
        assertThat(server.get("/api/v1/executions?status=DONE")
                        .json()
                        .path("message")
                        .asString())
                .contains("'status' must be one of");
        assertThat(server.get("/api/v1/executions?before=x").status()).isEqualTo(400);
        assertThat(server.get("/api/v1/executions?machine=none").status()).isEqualTo(404);
        assertThat(server.get("/api/v1/nothing").status()).isEqualTo(404);
        HttpRequest delete = server.request("/api/v1/machines").DELETE().build();
        assertThat(server.send(delete).status()).isEqualTo(405);
    }

    @Test
    void shouldCount() throws Exception {
        String counted = server.create("counted", RunningServer.PASS);
        server.skald.await(server.start(counted, "1", "{}"), Duration.ofSeconds(10));

        String figures = server.get("/metrics").text();

        assertThat(figures)
                .contains("skald_executions_started_total{machine=\"counted\"} 1.0")
                .contains("skald_executions_succeeded_total{machine=\"counted\"} 1.0")
                .contains("skald_executions_failed_total{machine=\"counted\"} 0.0")
                .contains("skald_execution_time_seconds_count{machine=\"counted\"} 1")
                .contains("skald_commit_time_seconds_count")
                .contains("skald_store_healthy 1.0")
                .contains("skald_requests_total{action=\"StartExecution\",code=\"\"}");
    }
}
