package dev.skald.server.triggers;

import static dev.skald.server.triggers.RunningTriggers.post;
import static dev.skald.server.triggers.RunningTriggers.toMachine;
import static dev.skald.server.triggers.RunningTriggers.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.engine.Skald;
import dev.skald.engine.store.ExecutionQuery;
import dev.skald.engine.store.MemoryStore;
import dev.skald.engine.task.Handler;
import dev.skald.server.triggers.RunningTriggers.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What callers and their runs get of a restart. */
class RestartedTriggersTest {
    @TempDir
    private Path folder;

    private final MemoryStore store = new MemoryStore();

    private RunningTriggers open(Handler function, Duration wait) throws Exception {
        RunningTriggers server = RunningTriggers.on(
                Skald.on(store).register("f", function),
                settings -> settings.withKeyFile(folder.resolve("links.key")),
                List.of());
        server.machine("m", RunningTriggers.task(""));
        server.deploy(post("/orders", waiting(toMachine("m"), wait)));
        return server;
    }

    private static final Handler HANGS = (input, step) -> {
        new CountDownLatch(1).await();
        return input;
    };

    @Test
    void shouldAnswerTheRetryOfACallerThatLostItsServer() throws Exception {
        try (RunningTriggers server = open(HANGS, Duration.ZERO)) {
            assertThat(server.post("/orders", "{\"a\":1}", "Idempotency-Key", "k")
                            .status())
                    .isEqualTo(202);
        }
        try (RunningTriggers server = open((input, step) -> input, Duration.ofMinutes(1))) {
            Reply reply = server.post("/orders", "{\"a\":1}", "Idempotency-Key", "k");
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.text()).isEqualTo("{\"a\":1}");
            assertThat(server.post("/orders", "{\"a\":2}", "Idempotency-Key", "k")
                            .status())
                    .isEqualTo(409);
        }
        try (RunningTriggers server = open(HANGS, Duration.ofMinutes(1))) {
            assertThat(server.post("/orders", "{\"a\":1}", "Idempotency-Key", "k")
                            .text())
                    .isEqualTo("{\"a\":1}");
            assertThat(server.skald.listExecutions(
                            new ExecutionQuery(RunningTriggers.arn("m"), null, Map.of(), Long.MAX_VALUE, 10)))
                    .hasSize(1);
        }
    }

    @Test
    void shouldKnowItsStatusUrlsAgain() throws Exception {
        String location;
        try (RunningTriggers server = open(HANGS, Duration.ZERO)) {
            location = server.post("/orders", "{\"a\":1}").header("Location");
        }
        try (RunningTriggers server = open((input, step) -> input, Duration.ZERO)) {
            assertThat(server.get(location).text()).isEqualTo("{\"a\":1}");
        }
    }
}
