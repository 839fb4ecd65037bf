package dev.skald.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.engine.VirtualTime;
import dev.skald.server.RunningServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What waits for a person, in the order in which it began to. */
class ParkApiTest {
    private static final String PARKS = "{'StartAt':'W','Saga':{'OnFailure':'Park'},'States':{"
            + "'W':{'Type':'Wait','SecondsPath':'$.seconds','Next':'A'},"
            + "'A':{'Type':'Task','Resource':'arn:aws:lambda:us-east-1:000000000000:function:ok','TimeoutSeconds':9,"
            + "'Compensate':{'Resource':'arn:aws:lambda:us-east-1:000000000000:function:ok'},'Next':'F'},"
            + "'F':{'Type':'Fail','Error':'No','Cause':'way'}}}";

    private static final String ASKS =
            "{'StartAt':'W','States':{'W':{'Type':'Wait','SecondsPath':'$.seconds','Next':'Ask'},"
                    + "'Ask':{'Type':'Task','Resource':'arn:aws:states:::lambda:invoke.waitForTaskToken','TimeoutSeconds':90000,"
                    + "'Parameters':{'FunctionName':'ok','Payload':{'token.$':'$$.Task.Token'}},'End':true}}}";

    private final VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.virtual(time, builder -> builder.register("ok", (input, step) -> input));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Starts three that wait from the second, the third and the first minute on. */
    private void startThree(String definition) throws Exception {
        String machine = server.create("m", definition.replace('\'', '"'));
        server.start(machine, "second", "{\"seconds\": 120}");
        server.start(machine, "third", "{\"seconds\": 180}");
        server.start(machine, "first", "{\"seconds\": 60}");
        time.pass(Duration.ofMinutes(5), Duration.ofSeconds(5));
    }

    private static List<String> names(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(one -> one.path("name").asString())
                .toList();
    }

    /** Not the newest executions first: who waits longest is what a person looks for. */
    @Test
    void shouldListWhatIsParkedTheLongestFirst() throws Exception {
        startThree(PARKS);
        JsonNode all = server.get("/api/v1/parks?machine=m").json();
        assertThat(names(all.path("executions"))).containsExactly("first", "second", "third");
        assertThat(all.has("after")).isFalse();
        JsonNode page = server.get("/api/v1/parks?limit=2").json();
        assertThat(names(page.path("executions"))).containsExactly("first", "second");
        JsonNode rest = server.get(
                        "/api/v1/parks?limit=2&after=" + page.path("after").asString())
                .json();
        assertThat(names(rest.path("executions"))).containsExactly("third");
        assertThat(rest.has("after")).isFalse();
    }

    @Test
    void shouldListTasksTheLongestWaitingFirst() throws Exception {
        startThree(ASKS);
        assertThat(names(server.get("/api/v1/tasks").json().path("tasks"))).containsExactly("first", "second", "third");
        JsonNode page = server.get("/api/v1/tasks?limit=2&machine=m").json();
        assertThat(names(page.path("tasks"))).containsExactly("first", "second");
        assertThat(names(server.get("/api/v1/tasks?after=" + page.path("after").asString())
                        .json()
                        .path("tasks")))
                .containsExactly("third");
    }

    @Test
    void shouldRefuseAPlaceThatNoAnswerGave() throws Exception {
        for (String list : List.of("parks", "tasks"))
            for (String place : List.of("4711", "1-2", "1-2-3-4", "-1-2-3", "99999999999999999999-1-1", "%00"))
                assertThat(server.get("/api/v1/" + list + "?after=" + place).status())
                        .as(list + " after " + place)
                        .isEqualTo(400);
    }
}
