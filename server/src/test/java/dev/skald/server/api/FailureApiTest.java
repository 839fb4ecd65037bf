package dev.skald.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.engine.VirtualTime;
import dev.skald.server.RunningServer;
import dev.skald.server.RunningServer.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class FailureApiTest {
    private static final String FAILS = """
            {
              "StartAt": "Pay",
              "States": {"Pay": {"Type": "Fail", "Error": "Declined", "Cause": "no money"}}
            }
            """;

    private final VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-01-01T00:00:00Z"));
    private RunningServer server;
    private String machine = "";

    @BeforeEach
    void failTwice() throws Exception {
        server = RunningServer.virtual(time, builder -> builder);
        machine = server.create("m", FAILS);
        fail("a");
        fail("b");
    }

    private String fail(String name) throws Exception {
        String arn = server.start(machine, name, "{}");
        server.await(arn);
        time.pass(Duration.ofSeconds(10), Duration.ofSeconds(1));
        return arn;
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private JsonNode failures(String query) throws Exception {
        return server.get("/api/v1/failures" + query).json().path("failures");
    }

    private Reply post(String path, String body) throws Exception {
        return server.post("/api/v1/failures/" + path, body.replace('\'', '"'));
    }

    @Test
    void shouldGroup() throws Exception {
        JsonNode group = failures("").get(0);

        assertThat(failures("").size()).isOne();
        assertThat(group.path("name").asString()).isEqualTo("m");
        assertThat(group.path("state").asString()).isEqualTo("Pay");
        assertThat(group.path("error").asString()).isEqualTo("Declined");
        assertThat(group.path("cause").asString()).isEqualTo("no money");
        assertThat(group.path("count").asInt()).isEqualTo(2);
        assertThat(group.path("news").asInt()).isEqualTo(2);
        assertThat(group.path("firstAt").asString()).isEqualTo("2026-01-01T00:00:00Z");
        assertThat(group.path("lastAt").asString()).isEqualTo("2026-01-01T00:00:10Z");
        assertThat(group.path("example").asString()).endsWith(":m:b");
        assertThat(group.path("newSinceUpdate").asBoolean()).isFalse();
        assertThat(group.has("acknowledged")).isFalse();
        assertThat(failures("?class=KnownFailure").size()).isZero();
        assertThat(failures("?class=all&machine=m").size()).isOne();
        assertThat(server.get("/api/v1/failures?class=odd").status()).isEqualTo(400);
        assertThat(server.get("/api/v1/failures?machine=odd").status()).isEqualTo(404);
    }

    @Test
    void shouldAcknowledge() throws Exception {
        Reply reply = post(
                "acknowledge",
                "{'machine': 'm', 'state': 'Pay', 'error': 'Declined', 'who': 'ann', 'why': 'ticket 12'}");
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(failures("").get(0).path("news").asInt()).isZero();

        time.pass(Duration.ofSeconds(1), Duration.ofSeconds(1));
        fail("c");

        JsonNode group = failures("").get(0);
        assertThat(group.path("news").asInt()).isOne();
        assertThat(group.path("count").asInt()).isEqualTo(3);
        assertThat(group.path("acknowledged").path("who").asString()).isEqualTo("ann");
        assertThat(group.path("acknowledged").path("why").asString()).isEqualTo("ticket 12");
        assertThat(post("acknowledge", "{'machine': 'm', 'state': 'Pay', 'error': 'Declined', 'who': 'ann'}")
                        .status())
                .isEqualTo(400);
    }

    /** What somebody knows of does not push out what nobody has looked at, and nothing is left out in silence. */
    @Test
    void shouldPutNewsFirstAndTellOfTheOthers() throws Exception {
        for (String error : List.of("Second", "Third")) {
            server.skald.updateStateMachine(machine, FAILS.replace("Declined", error), null, null);
            fail(error);
            post("acknowledge", "{'machine': 'm', 'state': 'Pay', 'error': '" + error + "', 'who': 'ann', 'why': 'x'}");
        }
        JsonNode one = server.get("/api/v1/failures?limit=1").json();
        assertThat(one.path("failures").findValuesAsString("error")).containsExactly("Declined");
        assertThat(one.path("failuresLeftOut").asInt()).isEqualTo(2);
        JsonNode all = server.get("/api/v1/failures?limit=3").json();
        assertThat(all.path("failures").findValuesAsString("error")).containsExactly("Declined", "Third", "Second");
        assertThat(all.has("failuresLeftOut")).isFalse();
    }

    @Test
    void shouldDeclareAsKnown() throws Exception {
        Reply seen = post("known", "{'machine': 'm', 'error': 'Declined'}");
        assertThat(seen.json().path("diff").asString()).contains("\n+  \"KnownErrors\": [\"Declined\"],\n");
        assertThat(seen.json().path("applied").asBoolean()).isFalse();
        assertThat(server.skald.describeStateMachine(machine).definition()).isEqualTo(FAILS);

        Reply done = post(
                "known", "{'machine': 'm', 'error': 'Declined', 'who': 'ann', 'why': 'it happens', 'apply': true}");
        assertThat(done.status()).as(done.text()).isEqualTo(200);
        assertThat(done.json().path("stateMachineVersionArn").asString()).isEqualTo(machine + ":1");
        assertThat(server.skald.listVersions(machine, 9, 9).getFirst().description())
                .isEqualTo("Declined is a known error. ann: it happens");

        time.pass(Duration.ofSeconds(1), Duration.ofSeconds(1));
        fail("c");
        assertThat(failures("").get(0).path("count").asInt()).isEqualTo(2);
        JsonNode known = failures("?class=KnownFailure").get(0);
        assertThat(known.path("knownNow").asBoolean()).isTrue();
        Reply again = post("known", "{'machine': 'm', 'error': 'Declined'}");
        assertThat(again.status()).isEqualTo(400);
        assertThat(again.text()).contains("already");
    }

    @Test
    void shouldTellWhatIsNewSinceAnUpdate() throws Exception {
        time.pass(Duration.ofSeconds(1), Duration.ofSeconds(1));
        server.skald.updateStateMachine(machine, FAILS.replace("Declined", "Expired"), null, null);
        time.pass(Duration.ofSeconds(1), Duration.ofSeconds(1));
        fail("c");

        JsonNode group = failures("").get(0);
        assertThat(group.path("error").asString()).isEqualTo("Expired");
        assertThat(group.path("newSinceUpdate").asBoolean()).isTrue();
        assertThat(failures("").get(1).path("newSinceUpdate").asBoolean()).isFalse();
    }

    @Test
    void shouldChangeOnlyWhatWasSeen() throws Exception {
        server.skald.updateStateMachine(machine, FAILS + " ", null, null);
        Reply reply = post(
                "known",
                "{'machine': 'm', 'error': 'Declined', 'who': 'a', 'why': 'b', 'apply': true, 'revisionId': 'other'}");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("error").asString()).isEqualTo("ConflictException");
    }
}
