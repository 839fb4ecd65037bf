package dev.skald.acceptance.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.acceptance.SourceTree;
import dev.skald.asl.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.tools.ToolProvider;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The example of a choreographed saga, as processes, each of which is killed while orders are under way. */
class ChoreographyTest {
    private static final List<String> SERVICES = List.of("order", "payment", "stock");
    private static final int ORDERS = 12;
    private static final Duration AT_MOST = Duration.ofMinutes(4);
    private static final String EXAMPLE = "examples/choreography";
    private static final String TRACKER = "arn:aws:states:us-east-1:000000000000:stateMachine:tracker";

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, KilledProcess> processes = new LinkedHashMap<>();
    private final Map<String, Integer> ports = new LinkedHashMap<>();

    @AfterEach
    void stop() throws Exception {
        for (KilledProcess process : processes.values()) process.close();
        http.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldBalanceTheBooksWhateverIsKilled(boolean tracked) throws Exception {
        startAll(tracked);
        place(0, 3);
        kill("skald");
        place(3, 5);
        processes.get("skald").start();
        place(5, 7);
        for (String service : SERVICES) {
            kill(service);
            processes.get(service).start();
            awaitService("order");
            place(ORDERS - 5 + SERVICES.indexOf(service), ORDERS - 4 + SERVICES.indexOf(service));
        }
        place(ORDERS - 2, ORDERS);
        awaitQuiet();
        assertBooks();
        awaitReady();
        if (tracked)
            assertThat(tracked())
                    .hasSize(ORDERS)
                    .allSatisfy((_, ends) -> assertThat(ends).containsExactly("SUCCEEDED"));
        else
            assertThat(post("/", "AWSStepFunctions.ListStateMachines", "{}").path("stateMachines"))
                    .isEmpty();
        assertThat(get("/api/v1/dead-letters").path("deadLetters")).isEmpty();
    }

    // The processes.

    private void startAll(boolean tracked) throws Exception {
        for (String name : List.of("skald", "order", "payment", "stock")) ports.put(name, freePort());
        Path example = SourceTree.root().resolve(EXAMPLE);
        if (tracked)
            for (String file : List.of("skald.yml", "tracker.asl.yaml"))
                Files.copy(example.resolve(file), folder.resolve(file));
        String store = folder.resolve("skald.db").toString();
        List<String> server = List.of("server", "--port", port("skald"), "--store", store);
        process("skald", System.getProperty("java.class.path"), "dev.skald.cli.Main", server);
        String url = "http://127.0.0.1:" + port("skald") + "/";
        for (String service : SERVICES) {
            String main = Character.toUpperCase(service.charAt(0)) + service.substring(1) + "Service";
            Path classes = compiled(example, main);
            String classPath = classes + System.getProperty("path.separator") + System.getProperty("java.class.path");
            process(service, classPath, main, List.of(url, database(service).toString(), port(service)));
        }
        awaitReady();
        if (tracked) track();
        awaitSubscribed();
    }

    private void process(String name, String classPath, String main, List<String> arguments) throws IOException {
        processes.put(name, new KilledProcess(folder, name, classPath, main, arguments.toArray(String[]::new)));
    }

    private Path compiled(Path example, String main) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("classes-" + main));
        String[] arguments = {
            "-d",
            classes.toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "--source-path",
            example.toString(),
            "-proc:none",
            example.resolve(main + ".java").toString()
        };
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments))
                .isZero();
        return classes;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private String port(String name) {
        return ports.get(name).toString();
    }

    private Path database(String service) {
        return folder.resolve(service + ".db");
    }

    private void kill(String name) throws Exception {
        processes.get(name).kill();
    }

    private void awaitReady() {
        await(() -> http.send(request("skald", "/ready").GET().build(), BodyHandlers.ofString())
                        .statusCode()
                == 200);
    }

    private void awaitService(String name) {
        await(() -> http.send(request(name, "/none").GET().build(), BodyHandlers.ofString())
                        .statusCode()
                == 404);
    }

    private void awaitSubscribed() {
        await(() -> {
            int subscribed = 0;
            for (JsonNode rule : get("/api/v1/buses").path("buses").path(0).path("rules"))
                if (SERVICES.contains(rule.path("name").asString())
                        && !rule.path("targets").isEmpty()) subscribed++;
            return subscribed == SERVICES.size();
        });
    }

    private interface Question {
        boolean answer() throws Exception;
    }

    private void await(Question question) {
        Awaitility.await()
                .atMost(AT_MOST)
                .pollInterval(Duration.ofMillis(50))
                .failFast(
                        "a process ended: see " + folder,
                        () -> processes.values().stream().anyMatch(KilledProcess::endedByItself))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(question::answer);
    }

    // Orders.

    /** Every third one is for a vase, which there is none of; every fourth is too expensive. */
    private void place(int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            String order = "{\"orderId\": \"o" + i + "\", \"item\": \"" + (i % 3 == 2 ? "vase" : "book")
                    + "\", \"quantity\": " + (i % 2 + 1) + ", \"amount\": " + (i % 4 == 3 ? 5_000 : 100 + i) + "}";
            HttpRequest request = request("order", "/orders")
                    .POST(HttpRequest.BodyPublishers.ofString(order))
                    .build();
            await(() -> http.send(request, BodyHandlers.ofString()).statusCode() == 200);
        }
    }

    private HttpRequest.Builder request(String process, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port(process) + path));
    }

    private JsonNode get(String path) throws Exception {
        return Json.parseTrusted(http.send(request("skald", path).GET().build(), BodyHandlers.ofString())
                .body());
    }

    private JsonNode post(String path, String target, String body) throws Exception {
        HttpRequest request = request("skald", path)
                .header("X-Amz-Target", target)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return Json.parseTrusted(http.send(request, BodyHandlers.ofString()).body());
    }

    // The tracker.

    private void track() throws Exception {
        post("/", "AWSEvents.PutRule", """
                {"Name": "tracker", "EventPattern": "{\\"source\\": [\\"shop\\"], \\"detail-type\\": [\\"OrderPlaced\\"]}"}""");
        JsonNode answer = post(
                "/",
                "AWSEvents.PutTargets",
                "{\"Rule\": \"tracker\", \"Targets\": [{\"Id\": \"1\", \"Arn\": \"" + TRACKER + "\"}]}");
        assertThat(answer.path("FailedEntryCount").asInt(-1)).isZero();
    }

    /** The ends of all trackers by what they track. A service that is killed may tell of an order twice: two track it then. */
    private Map<String, Set<String>> tracked() {
        Map<String, Set<String>> tracked = new LinkedHashMap<>();
        await(() -> {
            tracked.clear();
            String list = "{\"stateMachineArn\": \"" + TRACKER + "\"}";
            for (JsonNode execution :
                    post("/", "AWSStepFunctions.ListExecutions", list).path("executions")) {
                String arn =
                        "{\"executionArn\": \"" + execution.path("executionArn").asString() + "\"}";
                JsonNode described = post("/", "AWSStepFunctions.DescribeExecution", arn);
                String order = JsonMapper.shared()
                        .readTree(described.path("input").asString())
                        .path("detail")
                        .path("orderId")
                        .asString();
                tracked.computeIfAbsent(order, id -> new HashSet<>())
                        .add(described.path("status").asString());
            }
            return tracked.size() >= ORDERS && tracked.values().stream().noneMatch(ends -> ends.contains("RUNNING"));
        });
        return tracked;
    }

    // The books, read directly.

    private void awaitQuiet() {
        await(() -> number("order", "SELECT count(*) FROM orders WHERE status = 'PENDING'") == 0
                && number("order", "SELECT count(*) FROM outbox") == 0
                && number("payment", "SELECT count(*) FROM outbox") == 0
                && number("stock", "SELECT count(*) FROM outbox") == 0);
    }

    private void assertBooks() throws Exception {
        assertThat(number("order", "SELECT count(*) FROM orders")).isEqualTo(ORDERS);
        for (int i = 0; i < ORDERS; i++) {
            boolean delivered = i % 3 != 2 && i % 4 != 3;
            String id = "'o" + i + "'";
            assertThat(number("order", "SELECT status = 'CONFIRMED' FROM orders WHERE id = " + id))
                    .as("order " + i)
                    .isEqualTo(delivered ? 1 : 0);
            assertThat(number("payment", "SELECT coalesce(sum(amount), 0) FROM ledger WHERE order_id = " + id))
                    .as("money for order " + i)
                    .isEqualTo(delivered ? 100 + i : 0);
            assertThat(number("stock", "SELECT coalesce(sum(quantity), 0) FROM reserved WHERE order_id = " + id))
                    .as("things for order " + i)
                    .isEqualTo(delivered ? i % 2 + 1 : 0);
        }
        assertThat(number("payment", "SELECT count(*) FROM ledger WHERE kind = 'refund'"))
                .isPositive();
        assertThat(number("stock", "SELECT quantity FROM stock WHERE item = 'book'"))
                .isEqualTo(100 - number("stock", "SELECT sum(quantity) FROM reserved"));
    }

    private long number(String service, String sql) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database(service));
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }
}
