package dev.skald.server.triggers;

import static dev.skald.server.triggers.RunningTriggers.ANYONE;
import static dev.skald.server.triggers.RunningTriggers.post;
import static dev.skald.server.triggers.RunningTriggers.toMachine;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skald.server.triggers.HttpTrigger.Cors;
import dev.skald.server.triggers.HttpTrigger.Flavour;
import dev.skald.server.triggers.HttpTrigger.Response;
import dev.skald.server.triggers.RunningTriggers.Reply;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What API Gateway does before and around a target. */
class GatewayTest {
    private static final String PASS = "{'StartAt':'A','States':{'A':{'Type':'Pass','End':true}}}";

    private RunningTriggers server;

    @BeforeEach
    void start() throws Exception {
        server = RunningTriggers.start(engine -> engine);
        server.machine("m", PASS);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static HttpTrigger trigger(Flavour flavour, String method, String path, Cors cors) {
        var naming = toMachine(
                "m",
                null,
                Map.of(
                        "application/json",
                        "{\"input\":\"{\\\"r\\\":\\\"" + method
                                + " $context.resourcePath\\\",\\\"p\\\":\\\"$input.params().path\\\"}\"}"),
                List.of());
        return new HttpTrigger(method + path, flavour, method, path, false, cors, naming);
    }

    private static HttpTrigger rest(String method, String path) {
        return trigger(Flavour.REST, method, path, null);
    }

    private static HttpTrigger http(String method, String path) {
        return trigger(Flavour.HTTP, method, path, null);
    }

    // Routing.

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET|/orders|get /orders|{}",
                "GET|/orders/|get /orders|{}",
                "POST|/orders|ANY /orders|{}",
                "GET|/orders/7|GET /orders/{id}|{id=7}",
                "GET|/orders/a%2Fb%20c+d|GET /orders/{id}|{id=a/b c+d}",
                "GET|/orders/new|GET /orders/new|{}",
                "GET|/orders/7/items/8|GET /orders/{id}/items/{item}|{id=7, item=8}",
                "GET|/files/a/b.txt|ANY /files/{path+}|{path=a/b.txt}",
                "PUT|/files/x|ANY /files/{path+}|{path=x}",
                "GET|/|GET /|{}",
                "DELETE|/orders/9|DELETE /orders/{which}|{which=9}",
            })
    void shouldFindTheMostSpecificPath(String method, String path, String resource, String parameters)
            throws Exception {
        server.deploy(
                rest("get", "/orders"),
                rest("ANY", "orders"),
                rest("GET", "/orders/{id}"),
                rest("DELETE", "/orders/{which}"),
                rest("GET", "/orders/new"),
                rest("GET", "/orders/{id}/items/{item}"),
                rest("ANY", "/files/{path+}"),
                rest("GET", "/"));
        Reply reply = server.send(server.request(path).method(method, BodyPublishers.noBody()));
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.json().path("r").asString().replace("ANY orders", "ANY /orders"))
                .isEqualTo(resource);
        assertThat(reply.json().path("p").asString()).isEqualTo(parameters);
    }

    @Test
    void shouldAnswerAsARestApiWhatIsNotThere() throws Exception {
        server.deploy(rest("GET", "/orders"), rest("ANY", "/{proxy+}"));
        for (String path : new String[] {"/orders"}) {
            Reply reply = server.post(path, "{}");
            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.text()).isEqualTo("{\"message\":\"Missing Authentication Token\"}");
            assertThat(reply.header("x-amzn-ErrorType")).isEqualTo("MissingAuthenticationTokenException");
        }
        assertThat(server.post("/Orders", "{}").status()).isEqualTo(200);
    }

    @Test
    void shouldAnswerAsAnHttpApiWhatIsNotThere() throws Exception {
        server.deploy(http("GET", "/orders"), http("POST", "/{proxy+}"));
        assertThat(server.post("/orders", "{}").json().path("r").asString()).isEqualTo("POST /{proxy+}");
        Reply reply = server.get("/orders/");
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.text()).isEqualTo("{\"message\":\"Not Found\"}");
        server.deploy();
        assertThat(server.get("/orders").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/orders/%", "/orders/%zz", "/orders?a=%", "/orders?%=1"})
    void shouldRefuseBrokenEncoding(String path) throws Exception {
        server.deploy(rest("GET", "/orders"), rest("GET", "/orders/{id}"));
        try (var socket = new java.net.Socket("127.0.0.1", server.triggers.port())) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").getBytes(US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
                    .startsWith("HTTP/1.1 400 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/{b", "/a/{}", "/{p+}/x", "/{a}/{a}", "/a{b}c"})
    void shouldRefuseWhatIsNoPath(String path) {
        assertThatThrownBy(() -> server.deploy(rest("GET", path)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(path);
    }

    @Test
    void shouldListAllThatIsWrongAndKeepWhatWasThere() throws Exception {
        server.deploy(rest("GET", "/orders"));
        assertThatThrownBy(() -> server.deploy(
                        rest("GET", "/{"),
                        post("/a", toMachine("m", null, Map.of("application/json", "#if("), List.of())),
                        post(
                                "/b",
                                toMachine("m", null, Map.of(), List.of(new Response(400, "(", Map.of(), Map.of()))))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("GET/{")
                .hasMessageContaining("request template")
                .hasMessageContaining("'('");
        assertThatThrownBy(() -> server.deploy(rest("GET", "/x"), rest("get", "x")))
                .hasMessageContaining("GET/x");
        assertThat(server.get("/orders").status()).isEqualTo(200);
    }

    @Test
    void shouldListTheTriggers() {
        HttpTrigger secret = new HttpTrigger(
                "s",
                Flavour.REST,
                "post",
                "/s/{id}",
                true,
                null,
                toMachine("m", "StartExecution", Map.of(), List.of()));
        HttpTrigger function = new HttpTrigger(
                "f", Flavour.HTTP, "GET", "/f", false, null, new HttpTrigger.Target.Function("getForecast"));
        server.deploy(secret, function);
        String base = "http://localhost:" + server.triggers.port();
        assertThat(server.triggers.listing())
                .containsExactly(
                        new TriggerListing("GET", base + "/f", false, "function getForecast"),
                        new TriggerListing("POST", base + "/s/{id}", true, "machine m (StartExecution)"));
    }

    // Keys.

    @Test
    void shouldAskForAKeyWhereATriggerIsPrivate() throws Exception {
        server.deploy(new HttpTrigger("p", Flavour.REST, "POST", "/p", true, ANYONE, toMachine("m")));
        for (String wrong : new String[] {"wrong", "secret-ke", "secret-key2", ""}) {
            Reply reply = server.post("/p", "{}", "X-Api-Key", wrong);
            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.text()).isEqualTo("{\"message\":\"Forbidden\"}");
            assertThat(reply.header("Access-Control-Allow-Origin")).isEqualTo("*");
        }
        assertThat(server.post("/p", "{}").status()).isEqualTo(403);
        assertThat(server.post("/p", "{}", "x-api-key", "secret-key").status()).isEqualTo(200);
        server.triggers.deploy(
                List.of(new HttpTrigger("p", Flavour.REST, "POST", "/p", true, null, toMachine("m"))), List.of());
        assertThat(server.post("/p", "{}", "X-Api-Key", "").status()).isEqualTo(403);
    }

    // Other origins.

    private Reply options(String path, String origin) throws Exception {
        HttpRequest.Builder request = server.request(path).method("OPTIONS", BodyPublishers.noBody());
        return server.send(request.header("Origin", origin).header("Access-Control-Request-Method", "POST"));
    }

    @Test
    void shouldAnswerPreflights() throws Exception {
        Cors cors = new Cors(
                List.of("https://a.example", "https://*.b.example"),
                List.of("Content-Type", "X-Api-Key"),
                List.of(),
                true,
                Duration.ofMinutes(10),
                "max-age=600");
        server.deploy(
                new HttpTrigger("p", Flavour.REST, "POST", "/p", true, cors, toMachine("m")),
                trigger(Flavour.REST, "GET", "/p", null));
        Reply reply = options("/p", "https://x.b.example");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Access-Control-Allow-Origin")).isEqualTo("https://x.b.example");
        assertThat(reply.header("Access-Control-Allow-Methods")).isEqualTo("GET,OPTIONS,POST");
        assertThat(reply.header("Access-Control-Allow-Headers")).isEqualTo("Content-Type,X-Api-Key");
        assertThat(reply.header("Access-Control-Allow-Credentials")).isEqualTo("true");
        assertThat(reply.header("Access-Control-Max-Age")).isEqualTo("600");
        assertThat(reply.header("Cache-Control")).isEqualTo("max-age=600");
        assertThat(reply.header("Vary")).isEqualTo("Origin");
        for (String foreign :
                new String[] {"https://evil.example", "https://x.b.example.evil", "https://evil/x.b.example", "null"})
            assertThat(options("/p", foreign).header("Access-Control-Allow-Origin"))
                    .isEmpty();
        assertThat(options("/none", "https://a.example").status()).isEqualTo(403);
    }

    @Test
    void shouldTellBrowsersOnEveryAnswer() throws Exception {
        var failing = new HttpTrigger("f", Flavour.REST, "POST", "/f", false, ANYONE, toMachine("none"));
        var good = new HttpTrigger("g", Flavour.HTTP, "POST", "/g", false, ANYONE, toMachine("m"));
        server.deploy(failing, good);
        for (Reply reply : List.of(
                server.post("/f", "{}", "Origin", "https://a.example"),
                server.post("/f", "{", "Origin", "https://a.example"),
                server.post("/f", "x", "Content-Type", "text/css"),
                server.get("/f"),
                server.post("/g", "{}")))
            assertThat(reply.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(options("/g", "https://a.example").status()).isEqualTo(204);
    }

    @Test
    void shouldLeaveOptionsToATriggerThatHasThem() throws Exception {
        server.deploy(trigger(Flavour.REST, "POST", "/p", ANYONE), rest("OPTIONS", "/p"));
        assertThat(options("/p", "https://a.example").json().path("r").asString())
                .isEqualTo("OPTIONS /p");
    }
}
