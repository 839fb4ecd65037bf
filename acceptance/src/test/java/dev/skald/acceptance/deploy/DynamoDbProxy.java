package dev.skald.acceptance.deploy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before DynamoDB, and does to writes what a network and a busy table do. */
final class DynamoDbProxy implements AutoCloseable {
    private static final String PUT_ITEM = "DynamoDB_20120810.PutItem";
    private static final byte[] THROTTLED =
            ("{\"__type\":\"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException\","
                            + "\"message\":\"The level of configured provisioned throughput for the table was exceeded.\"}")
                    .getBytes(StandardCharsets.UTF_8);
    private static final List<String> PASSED_ON =
            List.of("Content-Type", "X-Amz-Target", "X-Amz-Date", "Authorization", "X-Amz-Content-Sha256");

    private final URI table;
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger throttled = new AtomicInteger();
    private final AtomicInteger cut = new AtomicInteger();

    DynamoDbProxy(URI table) throws IOException {
        this.table = table;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The next writes are refused: the table is busy. */
    void throttleNext(int writes) {
        throttled.set(writes);
    }

    /** The next write happens, and its answer is lost. */
    void cutNextAfterWrite() {
        cut.set(1);
    }

    private static boolean takes(AtomicInteger counter) {
        return counter.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        boolean write = PUT_ITEM.equals(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
        if (write && takes(throttled)) {
            send(exchange, 400, THROTTLED);
            return;
        }
        HttpResponse<byte[]> answer = pass(exchange, body);
        // Closed without an answer: the connection breaks.
        if (write && takes(cut)) exchange.close();
        else send(exchange, answer.statusCode(), answer.body());
    }

    private HttpResponse<byte[]> pass(HttpExchange exchange, byte[] body) throws IOException {
        var request = HttpRequest.newBuilder(table.resolve(exchange.getRequestURI()))
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
        for (String name : PASSED_ON) {
            String value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) request.header(name, value);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        client.shutdownNow();
    }
}
