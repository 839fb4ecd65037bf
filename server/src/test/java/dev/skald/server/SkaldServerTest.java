package dev.skald.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.engine.Skald;
import dev.skald.server.RunningServer.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SkaldServerTest {
    private static final String SECRET = "a secret that is long enough";

    /** Sends bytes as they are, for requests that no proper client sends. */
    private static String raw(RunningServer running, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), running.server.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String rawAws(String target, String host) {
        return "POST " + target + " HTTP/1.1\r\nHost: " + host
                + "\r\nX-Amz-Target: AWSStepFunctions.ListStateMachines\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
    }

    @Test
    void shouldAnswerAwsClientsUnderAnyHostAndThroughAProxySetting() throws Exception {
        try (RunningServer running = RunningServer.start()) {
            assertThat(raw(running, rawAws("/", "sync-states.us-east-1.amazonaws.com")))
                    .startsWith("HTTP/1.1 200");
            assertThat(raw(running, rawAws("http://states.us-east-1.amazonaws.com/", "states.us-east-1.amazonaws.com")))
                    .startsWith("HTTP/1.1 200");
            assertThat(raw(running, rawAws("http://states.example", "other.example")))
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void shouldAnswerEverythingElseUnderItsOwnNamesOnly() throws Exception {
        try (RunningServer running =
                RunningServer.start(settings -> settings.withHosts(Set.of("skald.internal")), builder -> builder)) {
            String get = "GET /api/v1/machines HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n";

            assertThat(raw(running, get.formatted("evil.example"))).startsWith("HTTP/1.1 421");
            assertThat(raw(running, get.formatted("skald.internal:8083"))).startsWith("HTTP/1.1 200");
            assertThat(raw(running, get.formatted("localhost"))).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void shouldNotAnswerPagesOfOtherSites() throws Exception {
        try (RunningServer running = RunningServer.start()) {
            HttpRequest aws = running.awsRequest("AWSStepFunctions.ListStateMachines", "{}")
                    .header("Origin", "https://evil.example")
                    .build();
            Reply reply = running.send(aws);
            HttpRequest page = running.request("/metrics")
                    .header("Origin", "https://evil.example")
                    .build();
            HttpRequest preflight = running.request("/")
                    .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                    .build();

            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.type()).isEqualTo("AccessDeniedException");
            assertThat(running.send(page).status()).isEqualTo(403);
            assertThat(running.send(preflight).status()).isEqualTo(405);
            assertThat(running.send(preflight).http().headers().map()).doesNotContainKey("access-control-allow-origin");
        }
    }

    @Test
    void shouldWantASecretFromEveryoneOnceThereIsATokenFile(@TempDir Path folder) throws Exception {
        Path tokens = Files.writeString(folder.resolve("tokens"), SECRET + "\n");
        try (RunningServer running =
                RunningServer.start(settings -> settings.withTokenFile(tokens), builder -> builder)) {
            HttpRequest signed = running.awsRequest("AWSStepFunctions.ListStateMachines", "{}")
                    .header("Authorization", "Bearer " + SECRET)
                    .build();
            HttpRequest page = running.request("/health")
                    .header("Authorization", "Bearer " + SECRET)
                    .build();

            assertThat(running.call("ListStateMachines", "{}").type()).isEqualTo("MissingAuthenticationTokenException");
            assertThat(running.send(signed).status()).isEqualTo(200);
            assertThat(running.get("/health").status()).isEqualTo(401);
            assertThat(running.send(page).status()).isEqualTo(200);
        }
    }

    @Test
    void shouldRefuseToBeReachableWithoutATokenFile() {
        try (Skald skald = Skald.inMemory().open()) {
            assertThatThrownBy(() -> SkaldServer.start(
                            skald,
                            ServerSettings.DEFAULTS.withAddress("0.0.0.0").withPort(0)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("without a token file");
        }
    }

    @Test
    void shouldSayThatAPortIsTaken() throws Exception {
        try (RunningServer running = RunningServer.start();
                Skald skald = Skald.inMemory().open()) {
            assertThatThrownBy(() -> SkaldServer.start(skald, ServerSettings.DEFAULTS.withPort(running.server.port())))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void shouldTellHowItIs() throws Exception {
        try (RunningServer running = RunningServer.start()) {
            assertThat(running.get("/health").text()).isEqualTo("up\n");
            assertThat(running.get("/ready").text()).isEqualTo("ready\n");
            assertThat(running.get("/nothing").status()).isEqualTo(404);
        }
    }

    @Test
    void shouldCutOffAClientThatGoesSilentWithinARequest() throws Exception {
        try (RunningServer running =
                RunningServer.start(settings -> settings.withIdleTimeout(Duration.ofMillis(300)), builder -> builder)) {
            String half = rawAws("/", "localhost").replace("Content-Length: 2", "Content-Length: 100");

            assertThat(raw(running, half)).contains("408");
            assertThat(raw(running, "POST / HTTP/1.1\r\nHost: local")).doesNotContain("200");
        }
    }
}
