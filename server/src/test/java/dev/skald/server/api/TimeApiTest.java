package dev.skald.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.asl.MachineType;
import dev.skald.asl.Payload;
import dev.skald.core.Status;
import dev.skald.engine.SkaldBuilder;
import dev.skald.engine.VirtualTime;
import dev.skald.server.RunningServer;
import dev.skald.server.RunningServer.Reply;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TimeApiTest {
    private static final String FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:";
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final VirtualTime time = VirtualTime.startingAt(START);
    private final CountDownLatch closing = new CountDownLatch(1);
    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.virtual(time, this::engine);
    }

    private SkaldBuilder engine(SkaldBuilder builder) {
        builder.register("quick", (input, _) -> input).register("slow", (input, _) -> {
            boolean _ = closing.await(200, TimeUnit.MILLISECONDS);
            return input;
        });
        return builder.register("hangs", (input, _) -> {
            closing.await();
            return input;
        });
    }

    @AfterEach
    void stop() {
        closing.countDown();
        server.close();
    }

    private String start(String states) {
        String machine =
                server.skald.deploy("m", "{\"StartAt\": \"A\", \"States\": {" + states + "}}", MachineType.STANDARD);
        return server.skald.start(machine, null, Payload.EMPTY_OBJECT);
    }

    private static String waiting(String name, long seconds, String next) {
        return "\"" + name + "\": {\"Type\": \"Wait\", \"Seconds\": " + seconds + ", " + next + "}";
    }

    private static String calling(String name, String function, String next) {
        return "\"" + name + "\": {\"Type\": \"Task\", \"Resource\": \"" + FUNCTION + function
                + "\", \"TimeoutSeconds\": 60, " + next + "}";
    }

    private Status status(String execution) {
        return server.skald.describeExecution(execution).result().status();
    }

    @Test
    void shouldSayWhatTimeItIsBesideEveryAnswer() throws Exception {
        server.post("/api/v1/time", "{\"by\": \"P1D\"}");
        for (String path : List.of("status", "time", "nothing", "executions?limit=x"))
            assertThat(server.get("/api/v1/" + path).http().headers().firstValue("Skald-Time"))
                    .as(path)
                    .contains("2026-01-02T00:00:00Z; virtual");
    }

    @Test
    void shouldLetAYearPass() throws Exception {
        String execution = start(waiting("A", 86_400 * 300, "\"Next\": \"B\"") + ","
                + calling("B", "quick", "\"Next\": \"C\"") + "," + waiting("C", 86_400 * 65, "\"End\": true"));
        assertThat(server.get("/api/v1/time").json().path("next").asString()).isEqualTo("2026-10-28T00:00:00Z");

        Reply almost = server.post("/api/v1/time", "{\"by\": \"P364D\"}");
        assertThat(almost.json().path("now").asString()).isEqualTo("2026-12-31T00:00:00Z");
        assertThat(almost.json().path("next").asString()).isEqualTo("2027-01-01T00:00:00Z");
        assertThat(almost.json().path("settled").asBoolean()).isTrue();
        assertThat(status(execution)).isEqualTo(Status.RUNNING);

        Reply then = server.post("/api/v1/time", "{\"to\": \"2027-01-01T00:00:00Z\"}");
        assertThat(then.json().path("arrived").asBoolean()).isTrue();
        assertThat(status(execution)).isEqualTo(Status.SUCCEEDED);
        assertThat(server.skald.describeExecution(execution).result().stoppedAt())
                .isEqualTo("2027-01-01T00:00:00Z");
    }

    @Test
    void shouldGoFromTimerToTimer() throws Exception {
        String execution = start(waiting("A", 3_600, "\"Next\": \"B\"") + "," + waiting("B", 7_200, "\"End\": true"));

        assertThat(server.post("/api/v1/time", "{\"to\": \"next\"}")
                        .json()
                        .path("now")
                        .asString())
                .isEqualTo("2026-01-01T01:00:00Z");
        Reply second = server.post("/api/v1/time", "{\"to\": \"next\"}");
        assertThat(second.json().path("now").asString()).isEqualTo("2026-01-01T03:00:00Z");
        assertThat(second.json().path("next").isMissingNode()
                        || second.json().path("next").isNull())
                .isTrue();
        assertThat(status(execution)).isEqualTo(Status.SUCCEEDED);
        assertThat(server.post("/api/v1/time", "{\"to\": \"next\"}")
                        .json()
                        .path("arrived")
                        .asBoolean())
                .isFalse();
    }

    /** Many calls one after the other take longer than the patience with each of them. */
    @Test
    void shouldWaitAsLongAsCallsAreAnswered() throws Exception {
        String execution = start(calling("A", "slow", "\"Next\": \"B\"") + "," + calling("B", "slow", "\"Next\": \"C\"")
                + "," + calling("C", "slow", "\"Next\": \"D\"") + "," + calling("D", "slow", "\"End\": true"));

        Reply reply = server.post("/api/v1/time", "{\"by\": \"PT1S\", \"patience\": \"PT0.5S\"}");

        assertThat(reply.json().path("settled").asBoolean()).isTrue();
        assertThat(status(execution)).isEqualTo(Status.SUCCEEDED);
        assertThat(server.skald.describeExecution(execution).result().stoppedAt())
                .isEqualTo(START);
    }

    @Test
    void shouldPassByWhoHangs() throws Exception {
        String execution = start(calling("A", "hangs", "\"End\": true"));

        Reply soon = server.post("/api/v1/time", "{\"by\": \"PT30S\", \"patience\": \"PT0.05S\"}");
        assertThat(soon.json().path("settled").asBoolean(true)).isFalse();
        assertThat(status(execution)).isEqualTo(Status.RUNNING);

        server.post("/api/v1/time", "{\"by\": \"PT30S\", \"patience\": \"PT0.05S\"}");
        assertThat(server.skald.describeExecution(execution).result().error()).isEqualTo("States.Timeout");
    }

    @Test
    void shouldRefuseWhatMakesNoSense() throws Exception {
        refused("{}", "Either 'by' (a duration) or 'to' (an instant, or \"next\") is needed.");
        refused("{\"by\": \"P1D\", \"to\": \"next\"}", "Either 'by'");
        refused("{\"by\": \"a day\"}", "'by' must be a duration such as P30D or PT1H30M, not 'a day'.");
        refused("{\"by\": \"-P1D\"}", "'by' must be a duration");
        refused("{\"by\": \"P99999999D\"}", "Time ends at 9999-01-01T00:00:00Z.");
        refused("{\"to\": \"2025-01-01T00:00:00Z\"}", "Time does not go back: it is 2026-01-01T00:00:00Z.");
        refused("{\"to\": \"soon\"}", "'to' must be an instant");
        refused("{\"by\": \"P1D\", \"patience\": \"PT2M\"}", "'patience' is at most PT1M.");
        refused("{\"until\": \"next\"}", "There is no member 'until'");
    }

    private void refused(String body, String message) throws Exception {
        Reply reply = server.post("/api/v1/time", body);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.message()).startsWith(message);
    }

    @Test
    void shouldNotTouchRealTime() throws Exception {
        try (RunningServer real = RunningServer.start()) {
            assertThat(real.get("/api/v1/time").json().path("virtual").asBoolean(true))
                    .isFalse();
            Reply reply = real.post("/api/v1/time", "{\"by\": \"P1D\"}");
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.json().path("error").asString()).isEqualTo("TimeIsReal");
        }
    }
}
