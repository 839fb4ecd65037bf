package dev.skald.acceptance.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A published saga of the Serverless Framework runs as it stands: its functions are behind a Lambda endpoint. */
class PublishedExampleTest {
    private static final Path EXAMPLE =
            Path.of(System.getProperty("skald.shared", "/nowhere")).resolve("examples/serverless.yml");
    private static final String WITHIN = "/2015-03-31/functions/";

    @TempDir
    private Path folder = Path.of("");

    private final Queue<String> invoked = new ConcurrentLinkedQueue<>();
    private volatile String failing = "";
    private HttpServer functions;

    @BeforeEach
    void listen() throws IOException {
        assumeThat(EXAMPLE).as("the published example is there").isRegularFile();
        functions = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        functions.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        functions.createContext(WITHIN, this::invoke);
        functions.start();
    }

    @AfterEach
    void stop() {
        if (functions != null) functions.stop(0);
    }

    private void invoke(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String name = path.substring(path.lastIndexOf(":function:") + ":function:".length(), path.lastIndexOf('/'));
        invoked.add(name);
        boolean fails = name.equals(failing);
        if (fails) exchange.getResponseHeaders().set("X-Amz-Function-Error", "Unhandled");
        String answer =
                fails ? "{\"errorType\":\"HandledError\",\"errorMessage\":\"no\"}" : "{\"done\":\"" + name + "\"}";
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** What the file refers to and has not: it is a part of a project. */
    private SkaldDev started() throws Exception {
        Path rest = folder.resolve("rest.yml");
        Files.writeString(rest, """
                service: published
                provider:
                  apiGateway:
                    apiKeys: [{name: web, value: a-key-of-twenty-characters}]
                custom:
                  app: shop
                  service_acronym: cd
                  stage: dev
                  allowed-headers: [Content-Type, X-Api-Key]
                """);
        String lambda = "http://127.0.0.1:" + functions.getAddress().getPort();
        String[] arguments = {EXAMPLE.toString(), "--with", rest.toString(), "--set", "custom.api_ver=v1"};
        return new SkaldDev(folder, Map.of("LAMBDA_ENDPOINT", lambda), arguments).start();
    }

    @Test
    void shouldRunAsItStands() throws Exception {
        try (SkaldDev skald = started()) {
            assertThat(skald.output())
                    .contains("metrics")
                    .contains("statusCodes")
                    .contains("executionsTimedOut");
            assertThat(post(skald, "").status()).isEqualTo(403);

            SkaldDev.Answer done = post(skald, skald.apiKey());
            assertThat(done.status()).as(done.text()).isEqualTo(200);
            // Its template is no JSON: quotation marks around a text in quotation marks.
            assertThat(done.text())
                    .contains("\"request_id\": '\"")
                    .contains("SUCCEEDED")
                    .contains("shop-cd-function-a");
            assertThat(invoked).containsExactlyInAnyOrder("shop-cd-function-a", "shop-cd-function-b");

            invoked.clear();
            failing = "shop-cd-function-b";
            SkaldDev.Answer undone = post(skald, skald.apiKey());
            assertThat(undone.status()).as(undone.text()).isEqualTo(200);
            assertThat(undone.text()).contains("shop-cd-function-b-compensating");
            assertThat(invoked)
                    .contains("shop-cd-function-a-compensating", "shop-cd-function-b-compensating")
                    .filteredOn("shop-cd-function-b"::equals)
                    .hasSize(3);
        }
    }

    private static SkaldDev.Answer post(SkaldDev skald, String key) throws Exception {
        HttpRequest.Builder request = skald.trigger("/v1/path")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"customer\": \"ada\"}"));
        return skald.send(key.isEmpty() ? request : request.header("X-Api-Key", key));
    }
}
