import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the three services have in common: a database of their own, and a bus.
 *
 * <p>What a service does about an event, and what it has to say about it, is one transaction of its database: the inbox
 * remembers the message, so that one which comes twice does nothing, and the outbox keeps what is to be said until the bus has
 * it. So a service may be killed at any time.
 */
final class Service {
    static final JsonMapper JSON = new JsonMapper();

    private static final String SOURCE = "shop";
    private static final int BODY_BYTES_MAX = 1 << 20;
    private static final Duration AGAIN = Duration.ofMillis(200);
    private static final Duration CALL_AT_MOST = Duration.ofSeconds(10);

    private final String name;
    private final URI bus;
    private final int port;
    private final Connection database;
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpServer server;

    /** Does something about a message, in a transaction. */
    interface Handler {
        void handle(Service service, String type, JsonNode detail) throws SQLException;
    }

    /** Answers a request with JSON, in a transaction. */
    interface Page {
        ObjectNode answer(HttpExchange request) throws Exception;
    }

    /** @param arguments the URL of the bus, the file of the database, the port to listen on */
    Service(String name, String[] arguments, String... tables) throws IOException, SQLException {
        this.name = name;
        bus = URI.create(arguments[0]);
        port = Integer.parseInt(arguments[2]);
        database = DriverManager.getConnection("jdbc:sqlite:" + arguments[1]);
        for (String sql : List.of("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL")) run(sql);
        run("CREATE TABLE IF NOT EXISTS inbox (message TEXT PRIMARY KEY)");
        run("CREATE TABLE IF NOT EXISTS outbox (message TEXT PRIMARY KEY, type TEXT, detail TEXT)");
        for (String table : tables) run(table);
        database.setAutoCommit(false);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    }

    /** Begins: hears messages of these types, and says what is in the outbox. */
    void hear(List<String> types, Handler handler) throws InterruptedException {
        page("/events", request -> {
            JsonNode event = JSON.readTree(body(request));
            receive(event.path("detail-type").asString(), event.path("detail"), handler);
            return JSON.createObjectNode();
        });
        server.start();
        subscribe(types);
        System.out.println(name + " listens on port " + port);
        say();
    }

    void page(String path, Page page) {
        server.createContext(path, request -> {
            try (request) {
                byte[] answer = JSON.writeValueAsBytes(transaction(page, request));
                request.sendResponseHeaders(200, answer.length);
                request.getResponseBody().write(answer);
            } catch (Exception failed) {
                System.out.println(name + " failed: " + failed);
                request.sendResponseHeaders(500, -1);
            }
        });
    }

    private synchronized ObjectNode transaction(Page page, HttpExchange request) throws Exception {
        try {
            ObjectNode answer = page.answer(request);
            database.commit();
            notifyAll();
            return answer;
        } catch (Exception failed) {
            database.rollback();
            throw failed;
        }
    }

    static String body(HttpExchange request) throws IOException {
        byte[] body = request.getRequestBody().readNBytes(BODY_BYTES_MAX);
        return new String(body, StandardCharsets.UTF_8);
    }

    /** A message that is in the inbox was handled before. */
    private void receive(String type, JsonNode detail, Handler handler) throws SQLException {
        String message = detail.path("message").asString();
        if (update("INSERT OR IGNORE INTO inbox (message) VALUES (?)", message) == 0) return;
        handler.handle(this, type, detail);
    }

    // The database. Within a transaction only.

    int update(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(sql, values)) {
            return statement.executeUpdate();
        }
    }

    Optional<String> text(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepared(sql, values);
                ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
        }
    }

    long number(String sql, Object... values) throws SQLException {
        return text(sql, values).map(Long::parseLong).orElse(0L);
    }

    private PreparedStatement prepared(String sql, Object... values) throws SQLException {
        PreparedStatement statement = database.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) statement.setObject(i + 1, values[i]);
        return statement;
    }

    private void run(String sql) throws SQLException {
        try (var statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Puts a message into the outbox. Of each type there is one per order: that is its name. */
    void send(String type, String orderId, ObjectNode detail) throws SQLException {
        String message = type + "-" + orderId;
        detail.put("message", message).put("orderId", orderId);
        update("INSERT OR IGNORE INTO outbox (message, type, detail) VALUES (?, ?, ?)", message, type, detail.toString());
    }

    // The bus.

    private void subscribe(List<String> types) throws InterruptedException {
        ObjectNode pattern = JSON.createObjectNode();
        pattern.putArray("source").add(SOURCE);
        var listed = pattern.putArray("detail-type");
        types.forEach(listed::add);
        ObjectNode rule = JSON.createObjectNode().put("Name", name).put("EventPattern", pattern.toString());
        ObjectNode targets = JSON.createObjectNode().put("Rule", name);
        targets.putArray("Targets").addObject().put("Id", name).put("Arn", "http://127.0.0.1:" + port + "/events");
        while (call("PutRule", rule).isEmpty() || call("PutTargets", targets).isEmpty()) Thread.sleep(AGAIN);
    }

    private record Message(String name, String type, String detail) {}

    private void say() throws InterruptedException {
        while (true) {
            Message message = next();
            ObjectNode entries = JSON.createObjectNode();
            entries.putArray("Entries")
                    .addObject()
                    .put("Source", SOURCE)
                    .put("DetailType", message.type)
                    .put("Detail", message.detail);
            if (call("PutEvents", entries)
                    .filter(answer -> answer.path("FailedEntryCount").asInt() == 0)
                    .isPresent()) said(message);
            else Thread.sleep(AGAIN);
        }
    }

    private synchronized Message next() throws InterruptedException {
        while (true) {
            try (PreparedStatement statement = prepared("SELECT message, type, detail FROM outbox ORDER BY rowid LIMIT 1");
                    ResultSet rows = statement.executeQuery()) {
                if (rows.next()) return new Message(rows.getString(1), rows.getString(2), rows.getString(3));
            } catch (SQLException broken) {
                throw new IllegalStateException(broken);
            }
            wait();
        }
    }

    /** Killed before this, it says the same again, and those who hear it know the message. */
    private synchronized void said(Message message) {
        try {
            update("DELETE FROM outbox WHERE message = ?", message.name);
            database.commit();
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private Optional<JsonNode> call(String action, ObjectNode request) throws InterruptedException {
        try {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(bus)
                            .timeout(CALL_AT_MOST)
                            .header("Content-Type", "application/x-amz-json-1.1")
                            .header("X-Amz-Target", "AWSEvents." + action)
                            .POST(HttpRequest.BodyPublishers.ofString(request.toString()))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 200) return Optional.of(JSON.readTree(answer.body()));
            System.out.println(name + ": " + action + " was answered with " + answer.body());
        } catch (IOException | UncheckedIOException unreachable) {
            System.out.println(name + " waits for the bus: " + unreachable);
        }
        return Optional.empty();
    }
}
