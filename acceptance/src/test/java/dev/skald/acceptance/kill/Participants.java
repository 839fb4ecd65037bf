package dev.skald.acceptance.kill;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Payment, stock and shipping behind a Lambda Invoke endpoint, on a database of their own. They live in the test's
 * process, so that they survive the server, as real participants do.
 *
 * <p>Idempotent by the step's key: the first call with a key has the effect and is remembered beside it, in one
 * transaction; each further one is told the same, and counted.
 */
final class Participants implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Connection database;
    private final Map<String, Boolean> busyOnce = new ConcurrentHashMap<>();

    Participants(Path folder) throws IOException, SQLException {
        database = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("participants.db"));
        try (var statement = database.createStatement()) {
            // The books outlive the server, not the machine.
            statement.execute("PRAGMA synchronous=OFF");
            statement.execute(
                    "CREATE TABLE effect (key TEXT PRIMARY KEY, action TEXT NOT NULL, order_name TEXT NOT NULL,"
                            + " calls INTEGER NOT NULL)");
        }
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.createContext("/2015-03-31/functions/", this::invoke);
        http.start();
    }

    String endpoint() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    private void invoke(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode order = JSON.readTree(exchange.getRequestBody().readAllBytes());
            String answer = perform(action(exchange), key(exchange), order);
            if (answer.contains("errorType")) exchange.getResponseHeaders().add("X-Amz-Function-Error", "Unhandled");
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String action(HttpExchange exchange) {
        String[] parts = exchange.getRequestURI().getPath().split("/", -1);
        String function = parts[parts.length - 2];
        return function.substring(function.lastIndexOf(':') + 1);
    }

    private static String key(HttpExchange exchange) {
        String context = exchange.getRequestHeaders().getFirst("X-Amz-Client-Context");
        return JSON.readTree(Base64.getDecoder().decode(context))
                .path("custom")
                .path("Key")
                .asString();
    }

    private String perform(String action, String key, JsonNode order) {
        // Each third call is refused once, so that retriers have work.
        if (key.hashCode() % 3 == 0 && busyOnce.putIfAbsent(key, true) == null) return error("Busy", "later");
        if (action.equals("ship") && order.path("unshippable").asBoolean())
            return error("NoTruck", "no truck goes there");
        try {
            have(action, key, order.path("order").asString());
        } catch (SQLException e) {
            throw new UncheckedIOException(new IOException("the participants' database is broken", e));
        }
        return JsonNodeFactory.instance.objectNode().put("done", action).toString();
    }

    private static String error(String type, String message) {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        return error.put("errorType", type).put("errorMessage", message).toString();
    }

    private synchronized void have(String action, String key, String order) throws SQLException {
        String sql = "INSERT INTO effect VALUES (?, ?, ?, 1) ON CONFLICT (key) DO UPDATE SET calls = calls + 1";
        try (PreparedStatement insert = database.prepareStatement(sql)) {
            insert.setString(1, key);
            insert.setString(2, action);
            insert.setString(3, order);
            insert.executeUpdate();
        }
    }

    /** The effects of an order: action to how many different keys had it. */
    synchronized Map<String, Integer> effects(String order) throws SQLException {
        Map<String, Integer> effects = new ConcurrentHashMap<>();
        String sql = "SELECT action, count(*) FROM effect WHERE order_name = ? GROUP BY action";
        try (PreparedStatement select = database.prepareStatement(sql)) {
            select.setString(1, order);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) effects.put(rows.getString(1), rows.getInt(2));
            }
        }
        return effects;
    }

    /** How many calls were repeats that the key gave away. */
    synchronized int repeats() throws SQLException {
        try (var statement = database.createStatement();
                ResultSet row = statement.executeQuery("SELECT coalesce(sum(calls - 1), 0) FROM effect")) {
            return row.getInt(1);
        }
    }

    /** The orders that have any effect. */
    synchronized List<String> orders() throws SQLException {
        List<String> orders = new ArrayList<>();
        try (var statement = database.createStatement();
                ResultSet rows = statement.executeQuery("SELECT DISTINCT order_name FROM effect")) {
            while (rows.next()) orders.add(rows.getString(1));
        }
        return orders;
    }

    @Override
    public void close() throws SQLException {
        http.stop(0);
        threads.close();
        database.close();
    }
}
