package dev.skald.acceptance.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.engine.Skald;
import dev.skald.server.ServerSettings;
import dev.skald.server.SkaldServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.SfnException;

/** Who may ask: web pages may not, and behind a token file nobody may without a secret. */
class AccessTest {
    private static final String SECRET = "correct-horse-battery-staple";

    @TempDir
    private Path folder = Path.of("");

    private static RunningServer open() throws Exception {
        return RunningServer.with(builder -> {});
    }

    private RunningServer guarded() throws Exception {
        Path tokens =
                Files.writeString(folder.resolve("tokens"), "# secrets\nanother-long-secret-text\n" + SECRET + "\n");
        return RunningServer.with(builder -> {}, RunningServer.settings().withTokenFile(tokens));
    }

    private static String list(int port, String... headers) throws Exception {
        try (var connection = new RawHttp(port)) {
            return connection
                    .send(RawHttp.head("ListStateMachines", 2, headers))
                    .send("{}")
                    .answer();
        }
    }

    private static String get(int port, String path, String host, String... headers) throws Exception {
        String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        try (var connection = new RawHttp(port)) {
            String request = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n" + more + "\r\n";
            return connection.send(request).answer();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://evil.example", "http://evil.example:8083", "null", "http://127.0.0.1.evil.example"})
    void shouldRefuseForeignOrigins(String origin) throws Exception {
        try (var server = open()) {
            String answer = list(server.port(), "Origin: " + origin);
            assertThat(answer).startsWith("HTTP/1.1 403").contains("__type").contains("AccessDenied");
        }
    }

    @Test
    void shouldAnswerItsOwnPages() throws Exception {
        try (var server = open()) {
            assertThat(get(server.port(), "/health", "127.0.0.1:" + server.port(), origin(server.port())))
                    .startsWith("HTTP/1.1 200");
            assertThat(get(server.port(), "/health", "127.0.0.1:" + server.port(), origin(server.port() + 1)))
                    .startsWith("HTTP/1.1 403");
        }
    }

    private static String origin(int port) {
        return "Origin: http://localhost:" + port;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/ready", "/metrics", "/api/v1/executions", "/api/v1/machines"})
    void shouldAnswerPagesToHostsOfItsOwnOnly(String path) throws Exception {
        try (var server =
                RunningServer.with(builder -> {}, RunningServer.settings().withHosts(Set.of("skald.internal")))) {
            assertThat(get(server.port(), path, "rebound.evil.example")).startsWith("HTTP/1.1 421");
            assertThat(get(server.port(), path, "localhost:1")).startsWith("HTTP/1.1 200");
            assertThat(get(server.port(), path, "127.0.0.1")).startsWith("HTTP/1.1 200");
            assertThat(get(server.port(), path, "[::1]:8083")).startsWith("HTTP/1.1 200");
            assertThat(get(server.port(), path, "SKALD.internal:80")).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void shouldNotAnswerBrowsersAcrossSites() throws Exception {
        try (var server = open()) {
            assertThat(list(server.port()).toLowerCase(java.util.Locale.ROOT))
                    .doesNotContain("access-control-allow-origin");
        }
    }

    /** The Debian AWS CLI reaches the server as an HTTP proxy, under any host name. */
    @Test
    void shouldAnswerAwsClientsUnderAnyHost() throws Exception {
        try (var server = open();
                var connection = new RawHttp(server.port())) {
            String request = RawHttp.head("ListStateMachines", 2)
                    .replace("POST / ", "POST http://sync-states.us-east-1.amazonaws.com/ ")
                    .replace("Host: 127.0.0.1", "Host: sync-states.us-east-1.amazonaws.com");
            assertThat(connection.send(request).send("{}").answer()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void shouldRefuseToListenBeyondLoopbackWithoutATokenFile() throws Exception {
        ServerSettings everywhere = RunningServer.settings().withAddress("0.0.0.0");
        try (Skald skald = Skald.inMemory().open()) {
            assertThatThrownBy(() -> SkaldServer.start(skald, everywhere))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("token file");
        }
    }

    @Test
    void shouldListenBeyondLoopbackWithATokenFile() throws Exception {
        Path tokens = Files.writeString(folder.resolve("tokens"), SECRET);
        ServerSettings everywhere =
                RunningServer.settings().withAddress("0.0.0.0").withTokenFile(tokens);
        try (var server = RunningServer.with(builder -> {}, everywhere)) {
            assertThat(list(server.port())).startsWith("HTTP/1.1 400").contains("MissingAuthenticationToken");
            assertThat(list(server.port(), "Authorization: Bearer " + SECRET)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void shouldVerifyTheSignatureOfTheAwsSdk() throws Exception {
        try (var server = guarded()) {
            try (SfnClient right = SfnClients.to(server.port(), SECRET)) {
                String arn = right.createStateMachine(r ->
                                r.name("signed").definition(Machines.pass()).roleArn(Machines.ROLE))
                        .stateMachineArn();
                assertThat(right.startExecution(r -> r.stateMachineArn(arn).input("{\"\u00FC\": \"\u20AC\"}"))
                                .executionArn())
                        .isNotBlank();
            }
            try (SfnClient wrong = SfnClients.to(server.port(), SECRET + "r")) {
                assertThatThrownBy(() -> wrong.listStateMachines(r -> {}))
                        .isInstanceOfSatisfying(
                                SfnException.class,
                                refused -> assertThat(refused.awsErrorDetails().errorCode())
                                        .isEqualTo("InvalidSignatureException"));
            }
        }
    }

    @Test
    void shouldRefuseATamperedRequest() throws Exception {
        try (var server = guarded();
                var client = HttpClient.newHttpClient()) {
            Map<String, String> signed = SignedRequests.headers(server.port(), SECRET, "{\"maxResults\": 1}");
            assertThat(send(client, server.port(), signed, "{\"maxResults\": 1}"))
                    .isEqualTo(200);
            assertThat(send(client, server.port(), signed, "{\"maxResults\": 2}"))
                    .isEqualTo(400);
        }
    }

    private static int send(HttpClient client, int port, Map<String, String> headers, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"));
        headers.forEach(request::header);
        HttpRequest sent =
                request.POST(HttpRequest.BodyPublishers.ofString(body)).build();
        return client.send(sent, HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer wrong-secret-of-some-length",
                "Authorization: Bearer ",
                "Authorization: Basic dXNlcjpwYXNz",
                "Authorization: AWS4-HMAC-SHA256 rubbish",
                "X-Nothing: here"
            })
    void shouldRefuseRequestsWithoutASecret(String header) throws Exception {
        try (var server = guarded()) {
            assertThat(list(server.port(), header)).startsWith("HTTP/1.1 4").contains("__type");
            assertThat(get(server.port(), "/api/v1/executions", "localhost", header))
                    .startsWith("HTTP/1.1 401");
            assertThat(get(server.port(), "/metrics", "localhost", header)).startsWith("HTTP/1.1 401");
        }
    }

    @Test
    void shouldLetBearersIn() throws Exception {
        try (var server = guarded()) {
            String header = "Authorization: Bearer " + SECRET;
            assertThat(list(server.port(), header)).startsWith("HTTP/1.1 200");
            assertThat(get(server.port(), "/api/v1/executions", "localhost", header))
                    .startsWith("HTTP/1.1 200");
        }
    }
}
