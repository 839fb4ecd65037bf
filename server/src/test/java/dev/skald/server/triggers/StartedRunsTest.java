package dev.skald.server.triggers;

import static dev.skald.server.triggers.RunningTriggers.post;
import static dev.skald.server.triggers.RunningTriggers.toMachine;
import static dev.skald.server.triggers.RunningTriggers.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.server.triggers.RunningTriggers.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers for runs that go on: that they have started, and where to ask again. */
class StartedRunsTest {
    private final Semaphore may = new Semaphore(0);
    private RunningTriggers server;

    @BeforeEach
    void start() throws Exception {
        server = RunningTriggers.start(engine -> engine.register("f", (input, step) -> {
            may.acquire();
            return input;
        }));
        server.machine("m", RunningTriggers.task(""));
    }

    @AfterEach
    void stop() {
        may.release(Integer.MAX_VALUE);
        server.close();
    }

    @Test
    void shouldStartOncePerKeyWhenTheProjectNamesTheAction() throws Exception {
        String template = "{\"input\":\"{\\\"at\\\":\\\"$context.requestId\\\"}\"}";
        server.deploy(
                post("/orders", toMachine("m", "StartExecution", Map.of("application/json", template), List.of())));
        Reply first = server.post("/orders", "{\"a\":1}", "Idempotency-Key", "k");
        Reply again = server.post("/orders", "{\"a\":1}", "Idempotency-Key", "k");
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.json().propertyNames()).containsExactlyInAnyOrder("executionArn", "startDate");
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(server.post("/orders", "{\"a\":2}", "Idempotency-Key", "k").status())
                .isEqualTo(409);
    }

    @Test
    void shouldAnswerAtOnceWhenThatIsSet() throws Exception {
        try (RunningTriggers started = RunningTriggers.start(
                engine -> engine, settings -> settings.with(TriggerSettings.MachineAnswer.START), List.of())) {
            started.machine("w", "{'StartAt':'W','States':{'W':{'Type':'Wait','Seconds':1000,'End':true}}}");
            started.deploy(
                    post("/orders", toMachine("w")),
                    post("/run", toMachine("w", "DescribeExecution", Map.of(), List.of())));
            Reply reply = started.post("/orders", "{\"a\":1}");
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.json().propertyNames()).containsExactlyInAnyOrder("executionArn", "startDate");
            assertThat(started.triggers.listing())
                    .anySatisfy(each -> assertThat(each.target()).isEqualTo("machine w (StartExecution)"));
            assertThat(started.post("/run", reply.text()).json().path("input").asString())
                    .isEqualTo("{\"a\":1}");
        }
    }

    @Test
    void shouldTellTheTemplatesOfAStatusUrlThePathOfTheFirstRequest() throws Exception {
        String template = "{\"id\":\"$input.params('id')\",\"stage\":\"$context.stage\"}";
        var response = new HttpTrigger.Response(200, "", Map.of(), Map.of("application/json", template));
        var target = waiting(toMachine("m", null, Map.of(), List.of(response)), Duration.ZERO);
        server.deploy(post("/orders/{id}", target).withStage("prod"));
        String location = server.post("/orders/a%20%26b", "{}").header("Location");
        assertThat(server.get(location + "?wait=0").header("Location")).isEqualTo(location);
        may.release();
        assertThat(server.get(location).text()).isEqualTo("{\"id\":\"a &b\",\"stage\":\"prod\"}");
        String tooLong = server.post("/orders/" + "x".repeat(5_000), "{}").header("Location");
        may.release();
        assertThat(server.get(tooLong).text()).isEqualTo("{\"id\":\"\",\"stage\":\"prod\"}");
    }
}
