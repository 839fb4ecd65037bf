package dev.skald.acceptance.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project that changes while {@code skald dev} serves it. */
class RedeployTest {
    private static final Duration SEEN_MAX = Duration.ofMinutes(2);

    @TempDir
    private Path project;

    @TempDir
    private Path kept;

    @Test
    void shouldServeWhatTheFilesSayNow() throws Exception {
        assumeTrue(SkaldDev.has("node"), "there is no node");
        handler("one");
        serverless("/greeting");
        try (SkaldDev skald = new SkaldDev(kept, Map.of(), project.toString()).start()) {
            assertThat(skald.get("/greeting").text()).isEqualTo("one");

            handler("two");
            await(() -> skald.get("/greeting").text().equals("two"));

            Files.writeString(project.resolve("serverless.yml"), "service: [");
            await(() -> skald.output().contains("serverless.yml:1"));
            assertThat(skald.get("/greeting").text()).isEqualTo("two");

            serverless("/welcome");
            await(() -> skald.get("/welcome").text().equals("two"));
            assertThat(skald.get("/greeting").status()).isEqualTo(403);
        }
    }

    private void handler(String says) throws Exception {
        Files.writeString(
                project.resolve("handler.js"),
                "exports.greet = async () => ({statusCode: 200, body: '" + says + "'})\n");
    }

    private void serverless(String path) throws Exception {
        Files.writeString(project.resolve("serverless.yml"), """
                service: greetings
                provider: {name: aws, runtime: nodejs22.x}
                functions:
                  greet: {handler: handler.greet, events: [{http: GET %s}]}
                """.formatted(path));
    }

    private static void await(Callable<Boolean> seen) {
        Awaitility.await().atMost(SEEN_MAX).pollInterval(Duration.ofMillis(100)).until(seen);
    }
}
